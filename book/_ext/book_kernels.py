"""Run the cells in the same surroundings on every machine.

A reader's own IPython start-up files or matplotlibrc would change what the pages show, several
kernels at once would each start threads for linear algebra on every core, and two harmless
messages on stderr (of ipykernel at its start, of matplotlib when it first lists the fonts) would
stand among the warnings that stop the build. And the package that the pages import has to be the
one that lies beside them, whose files are watched for changes.
"""

import logging
import os
import subprocess
import sys
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.util.typing import ExtensionMetadata

# ipykernel warns that it talks over TCP, which it does within this machine only, and reports
# as an error that it was told to stop; now and then tornado, at either end, reports a message that
# was still on its way then.  A kernel that really dies is reported by nbclient.
KERNEL_CONFIG = """
import logging
logging.getLogger("tornado.general").setLevel(logging.CRITICAL)
c = get_config()
c.IPKernelApp.log_level = "CRITICAL"
"""

ONE_THREAD_EACH = dict.fromkeys(
    ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"), "1"
)


def prepare_surroundings(app: Sphinx, _config: Config) -> None:
    """Set the variables that the kernels inherit; list the fonts where that was not yet done."""
    logging.getLogger("tornado.general").setLevel(logging.CRITICAL)
    home = Path(app.srcdir, "_build", ".kernels")
    profile = home / "ipython" / "profile_default"
    profile.mkdir(parents=True, exist_ok=True)
    (profile / "ipython_kernel_config.py").write_text(KERNEL_CONFIG, "utf-8")
    os.environ.update(
        ONE_THREAD_EACH,
        PYTHONPATH=os.pathsep.join(filter(None, [str(app.srcdir), os.environ.get("PYTHONPATH")])),
        IPYTHONDIR=str(home / "ipython"),
        MPLCONFIGDIR=str(home / "matplotlib"),
    )
    if not list(home.glob("matplotlib/fontlist*")):
        subprocess.run([sys.executable, "-c", "import matplotlib.font_manager"], check=True)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Called by Sphinx."""
    app.connect("config-inited", prepare_surroundings)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
