"""A tag becomes a release only where all files name the same edition."""

import importlib.util
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from small_books import ROOT, write_files

PROGRAM = ROOT / ".ci" / "release.py"
FILES = {
    "pyproject.toml": '[project]\nname = "x"\nversion = "1.2.0"\n',
    "CITATION.cff": "version: 1.2.0\ndate-released: 2027-03-01\n",
    "CHANGELOG.md": "# Changes\n\n## Unreleased\n\n- Next.\n\n## 1.2.0 - 2027-03-01\n\n"
    "- New.\n\n### The book\n\n- A page.\n\n## 1.1.0 - 2027-01-01\n\n- Old.\n",
}
specification = importlib.util.spec_from_file_location("release", PROGRAM)
assert specification is not None
assert specification.loader is not None
release = importlib.util.module_from_spec(specification)
specification.loader.exec_module(release)


def test_the_notes_of_a_release_are_what_the_changelog_says_of_it(tmp_path: Path) -> None:
    """Neither what comes next nor what was before."""
    write_files(tmp_path, FILES)

    assert release.notes(tmp_path, "v1.2.0") == "- New.\n\n### The book\n\n- A page.\n"


@pytest.mark.parametrize(
    ("name", "text", "tag", "message"),
    [
        ("CHANGELOG.md", "", "v1.3.0", r"the tag has to be v1\.2\.0.*got 'v1\.3\.0'"),
        ("CITATION.cff", "version: 1.1.0\n", "v1.2.0", r"CITATION\.cff has to name 1\.2\.0"),
        ("CHANGELOG.md", "## Unreleased\n", "v1.2.0", r"CHANGELOG\.md needs a line '## 1\.2\.0"),
        ("CHANGELOG.md", "## 1.2.0 - 2027-03-02\n", "v1.2.0", "has to name 2027-03-02, got 2027-"),
    ],
)
def test_there_is_no_release_where_files_disagree(
    tmp_path: Path, name: str, text: str, tag: str, message: str
) -> None:
    """And the message says which file has to say what."""
    write_files(tmp_path, {**FILES, name: text})

    with pytest.raises(ValueError, match=message):
        release.notes(tmp_path, tag)


def test_a_tag_that_is_none_ends_in_one_line(tmp_path: Path) -> None:
    """Not in a traceback."""
    done = subprocess.run(
        [sys.executable, PROGRAM, "v0.0.0", tmp_path / "notes.md"], capture_output=True, text=True
    )

    assert done.returncode == 1
    assert done.stderr.startswith("No release: the tag has to be v")
    assert done.stderr.count("\n") == 1
    assert not tmp_path.joinpath("notes.md").exists()


WORKFLOWS = {
    path.name: yaml.safe_load(path.read_text("utf-8"))
    for path in sorted(ROOT.joinpath(".github", "workflows").glob("*.yml"))
}
MAY = {
    ("book.yml", "build"): {"contents": "read", "pages": "read"},
    ("book.yml", "deploy"): {"pages": "write", "id-token": "write"},
    ("release.yml", "publish"): {"contents": "write"},
}
"""What a job may do; all others read the files of the project."""


def test_a_workflow_may_do_no_more_than_it_needs() -> None:
    """Nothing by default, one thing by the job; and no checkout leaves a key behind."""
    for name, workflow in WORKFLOWS.items():
        assert workflow["permissions"] == {}, name
        for job, does in workflow["jobs"].items():
            assert does["permissions"] == MAY.get((name, job), {"contents": "read"}), (name, job)
            assert does["timeout-minutes"] <= 90
            for step in does["steps"]:
                if step.get("uses", "").startswith("actions/checkout@"):
                    assert step["with"]["persist-credentials"] is False, (name, job)


def test_a_workflow_runs_what_the_makefile_has() -> None:
    """So that whatever a workflow does can be done on any machine."""
    targets = re.findall(r"^([a-z-]+):.* ##", ROOT.joinpath("Makefile").read_text("utf-8"), re.M)
    called = {
        target
        for workflow in WORKFLOWS.values()
        for job in workflow["jobs"].values()
        for step in job["steps"]
        for words in re.findall(r"\bmake ([a-z -]+\b)(?! *=)", step.get("run", ""))
        for target in words.split()
    }

    assert called == {"book", "pdf", "zip", "test", "test-lowest", "lint", "links", "release"}
    assert called <= set(targets)
