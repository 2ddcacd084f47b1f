"""The reader that README prints works as printed, installed as a package of its own."""

import json
import os
import re
import subprocess
import sys
import textwrap
from pathlib import Path

README = Path(__file__).parents[2] / "README.md"


def test_the_reader_in_the_readme_works_as_printed(tmp_path: Path) -> None:
    printed = re.search(r"<!-- plugin -->\n(.*?)<!-- /plugin -->", README.read_text(encoding="utf-8"), re.S)
    point = re.search(r"    \[project\.entry-points\.\"(.+?)\"\]\n    (.+)\n", README.read_text(encoding="utf-8"))
    assert printed
    assert point
    (tmp_path / "pubs.py").write_text(textwrap.dedent(printed[1]), encoding="utf-8")
    info = tmp_path / "pubs-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: pubs\nVersion: 1.0\n", encoding="utf-8")
    (info / "entry_points.txt").write_text(f"[{point[1]}]\n{point[2].replace(chr(34), '')}\n", encoding="utf-8")
    (tmp_path / "mine.pubs").write_text("Erdős, Pál|Graph theory and probability|1959\n\nno paper\n", encoding="utf-8")
    paths = os.pathsep.join([str(tmp_path), str(README.parent), os.environ.get("PYTHONPATH", "")])
    ran = subprocess.run(
        [sys.executable, "-m", "paperconv", "parse", "-f", "pubs", str(tmp_path / "mine.pubs")],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": paths},
    )
    listed = subprocess.run([sys.executable, "-m", "paperconv", "formats"], capture_output=True, text=True, env={**os.environ, "PYTHONPATH": paths}, check=True)
    assert "pubs\tread\t\t\tfrom pubs 1.0" in listed.stdout.splitlines()
    record = json.loads(ran.stdout)
    assert (record["title"], record["issued"], record["author"]) == ("Graph theory and probability", "1959", [{"family": "Erdős", "given": "Pál"}])
    assert "is no author|title|year" in " ".join(ran.stderr.split())
    assert ran.returncode == 1
