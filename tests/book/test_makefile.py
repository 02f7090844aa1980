"""The Makefile sets up what is needed, once, and says plainly what the machine lacks."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from small_books import ROOT

pytestmark = pytest.mark.skipif(not shutil.which("make"), reason="make is not on this machine")


def make(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Call make in a folder, apart from the make that may have called the tests."""
    surroundings = {key: value for key, value in os.environ.items() if "MAKE" not in key}
    command = ["make", "-C", str(folder), *arguments]
    return subprocess.run(command, env=surroundings, capture_output=True, text=True)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The Makefile with its locks, and an environment that looks set up, all of the same age."""
    for name in ("Makefile", "pyproject.toml", "requirements.lock"):
        shutil.copy(ROOT / name, tmp_path)
    tmp_path.joinpath(".venv").mkdir()
    tmp_path.joinpath(".venv", ".ready").touch()
    for name in ("pyproject.toml", "requirements.lock", ".venv/.ready"):
        os.utime(tmp_path / name, (0, 0))
    return tmp_path


@pytest.mark.parametrize("target", ["book", "test", "lint"])
def test_nothing_is_set_up_twice(target: str, project: Path) -> None:
    """Where the environment is ready the set-up is left out."""
    plan = make(project, "-n", target)

    assert plan.returncode == 0
    assert "-m venv" not in plan.stdout


@pytest.mark.parametrize("changed", ["pyproject.toml", "requirements.lock"])
@pytest.mark.parametrize("target", ["book", "test", "lint"])
def test_a_change_is_followed_by_a_new_set_up(changed: str, target: str, project: Path) -> None:
    """A changed lock, or changed metadata, makes the environment anew."""
    project.joinpath(changed).touch()

    assert "-m venv --clear" in make(project, "-n", target).stdout


def test_a_set_up_that_broke_off_is_done_again(project: Path) -> None:
    """An environment without the stamp, which comes last, is not used."""
    project.joinpath(".venv", ".ready").unlink()

    assert "-m venv --clear" in make(project, "-n", "book").stdout


def fake_python(folder: Path, *, fails_at: str) -> Path:
    """A python3 that fails where the code that it is given holds some word."""
    path = folder / "python3"
    path.write_text(
        f'#!/bin/sh\ncase "$*" in *{fails_at}*) exit 1;; *--version*) echo "Python 3.9.2";; esac\n'
    )
    path.chmod(0o755)
    return path


@pytest.mark.parametrize(
    ("lack", "advice"),
    [
        ("version_info", "Python 3.9.2 is too old. Install Python 3.11 or later"),
        ("ensurepip", "has no venv. Install it, for example: apt install python3-venv"),
        (None, "is not on this machine. Install Python 3.11 or later, for example: apt install"),
    ],
)
def test_what_the_machine_lacks_is_said_in_one_line(
    lack: str | None, advice: str, project: Path
) -> None:
    """An old Python, one without venv, and none at all each stop make with what to do."""
    project.joinpath(".venv", ".ready").unlink()
    python = fake_python(project, fails_at=lack) if lack else project / "nowhere"

    done = make(project, "book", f"PYTHON={python}")

    assert done.returncode != 0
    assert advice in done.stderr.splitlines()[0]


def test_the_list_of_targets_is_what_make_says_first() -> None:
    """`make` alone changes nothing and names each target with its purpose."""
    shown = make(ROOT).stdout

    for target in (
        "book",
        "pdf",
        "zip",
        "test",
        "test-all",
        "bench",
        "serve",
        "lint",
        "lock",
        "clean",
    ):
        assert f"make {target} " in shown
