"""A program in Node that answers questions through a pipe, for as long as a build lasts."""

import json
import subprocess
from pathlib import Path

from npm_packages import NODE


class NodeProcess:
    """Started by the first question; it ends when its pipe is closed and never outlives a build."""

    def __init__(self, *command: Path) -> None:
        self.command = [NODE, *command]
        self.process: subprocess.Popen[str] | None = None

    def ask(self, question: object) -> dict[str, str]:
        """The answer to a question, each a line of JSON; raises RuntimeError where none comes."""
        if self.process is None:
            pipe = subprocess.PIPE
            self.process = subprocess.Popen(self.command, stdin=pipe, stdout=pipe, encoding="utf-8")
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        try:
            self.process.stdin.write(json.dumps(question) + "\n")
            self.process.stdin.flush()
            line = self.process.stdout.readline()
        except BrokenPipeError:
            line = ""
        if not line:
            raise RuntimeError(f"{self.command[1].name} ended early; what it said stands above")
        answer: dict[str, str] = json.loads(line)
        return answer

    def stop(self) -> None:
        """End the process, if one was started."""
        if self.process is not None:
            self.process.communicate()
            self.process = None
