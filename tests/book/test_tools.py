"""What extensions share: files that are there whole or not at all, and a Node that answers."""

from pathlib import Path

import pytest
from node_process import NodeProcess
from site_files import draft, write_if_changed, write_whole


def test_a_file_that_was_not_finished_is_not_there(tmp_path: Path) -> None:
    """What was there before stays."""
    kept = tmp_path / "new folder" / "kept.txt"
    write_whole(kept, "whole")

    def cut_off() -> None:
        with draft(kept) as place:
            place.write_text("hal", "utf-8")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        cut_off()
    assert kept.read_text("utf-8") == "whole"


def test_a_file_that_stays_the_same_keeps_its_date(tmp_path: Path) -> None:
    """And one that does not is written."""
    path = tmp_path / "same.txt"
    write_if_changed(path, b"same")
    before = path.stat()
    write_if_changed(path, b"same")
    assert (path.stat().st_mtime_ns, path.stat().st_ino) == (before.st_mtime_ns, before.st_ino)

    write_if_changed(path, b"other")
    assert path.read_bytes() == b"other"


def test_a_program_that_ended_is_not_taken_for_an_answer(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """Else each formula and figure would be called wrong."""
    program = tmp_path / "ends.mjs"
    program.write_text("console.error('nothing to say')", "utf-8")
    node = NodeProcess(program)

    with pytest.raises(RuntimeError, match=r"ends\.mjs ended early"):
        node.ask({})
    node.stop()
    assert "nothing to say" in capfd.readouterr().err
