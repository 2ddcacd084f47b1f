"""Settings: which wins, what is refused and how, and that the JSON Schema takes what the reader takes."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import typer.main
import yaml
from typer.testing import CliRunner

from paperconv.cli import settings
from paperconv.cli.app import app
from paperconv.errors import UsageError
from tests.conftest import ROOT

GROUP = typer.main.get_command(app)
RECORD = '{"id": "a", "type": "article", "author": [{"literal": "null"}]}\n'


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a paper in it that has an error (PC105, PC401) and warnings, and a folder in it to stand in."""
    (tmp_path / "a.jsonl").write_text(RECORD, encoding="utf-8")
    (tmp_path / "sub").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(**files: str) -> None:
    for name, text in files.items():
        Path({"yaml": "paperconv.yaml", "toml": "pyproject.toml"}[name]).write_text(text, encoding="utf-8")


def value(command: str, name: str) -> tuple[Any, str]:
    setting = settings.in_force(GROUP)[tuple(command.split())].get(name, settings.Setting(None))
    return setting.value, setting.place


def codes(*arguments: str) -> set[str]:
    ran = CliRunner().invoke(app, [*arguments, "a.jsonl", "--output-format", "jsonl"])
    assert ran.exit_code in (0, 1), ran.output
    return {json.loads(line)["code"] for line in ran.stdout.splitlines() if line.startswith("{")}


def test_without_files_nothing_is_set() -> None:
    assert not any(settings.in_force(GROUP).values())


def test_the_command_line_wins_over_yaml_and_that_over_toml() -> None:
    assert len(codes("validate")) > 2
    write(toml='[tool.paperconv.validate]\nselect = ["PC1"]\n')
    assert codes("validate") == {"PC105"}
    write(yaml="select: PC401\n")
    assert codes("validate") == {"PC401"}
    assert codes("validate", "--select", "PC3") == {"PC301"}
    assert len(codes("--no-config", "validate")) > 2


def test_files_are_laid_over_each_other_key_by_key() -> None:
    write(toml='[project]\nname = "x"\n\n[tool.paperconv]\nfail-on = "info"\nquiet = true\n[tool.paperconv.convert]\nomit = ["abstract"]\n', yaml="fail-on: never\nconvert:\n  sort: key\n")
    assert value("validate", "fail_on") == ("never", "paperconv.yaml:1")
    assert value("validate", "quiet") == (True, "pyproject.toml:6")
    assert value("convert", "omit") == (["abstract"], "pyproject.toml:8")
    assert value("convert", "sort") == ("key", "paperconv.yaml:3")
    assert value("dedupe", "sort") == (None, "default")


@pytest.mark.parametrize("text", ["fix: all\nconvert:\n  fix: none\n", "convert:\n  fix: none\nfix: all\n"])
def test_a_commands_own_table_wins_wherever_it_stands(text: str) -> None:
    write(yaml=text)
    assert value("convert", "fix")[0] == "none"
    assert value("dedupe", "fix")[0] == "all"


def test_nobodys_settings_make_validate_write_into_its_inputs() -> None:
    write(yaml="fix: all\n")
    assert value("validate", "fix") == (None, "default")
    write(yaml="validate:\n  fix: all\n")
    with pytest.raises(UsageError, match=r"validate.fix: is no setting of this command"):
        settings.in_force(GROUP)


def test_the_nearest_parent_folder_counts(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(yaml="fail-on: never\n", toml="[tool.paperconv]\nquiet = true\n")
    monkeypatch.chdir(folder / "sub")
    assert value("validate", "fail_on") == ("never", "../paperconv.yaml:1")
    write(yaml="verbose: true\n", toml='[project]\nname = "inner"\n')
    with pytest.raises(UsageError, match=r"\.\./pyproject.toml:2: quiet, and paperconv.yaml:1: verbose"):
        settings.in_force(GROUP)
    write(yaml="quiet: false\n")
    assert value("validate", "fail_on") == (None, "default")
    assert value("validate", "quiet") == (False, "paperconv.yaml:1")


def test_paths_are_those_of_the_settings_folder(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(yaml='validate:\n  baseline: known.json\n  per-file-ignores:\n    "sub/*.bib": PC1\n    "x.bib": [PC1, PC2]\nconvert:\n  authority: names.db\ndedupe:\n  authority: self\n')
    monkeypatch.chdir(folder / "sub")
    assert value("validate", "baseline")[0] == "../known.json"
    assert value("validate", "per_file_ignores")[0] == [f"{folder}/sub/*.bib:PC1", "x.bib:PC1,PC2"]
    assert value("convert", "authority")[0] == "../names.db"
    assert value("dedupe", "authority")[0] == "self"


def test_a_file_is_quieted_by_settings_from_whichever_folder(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "sub" / "a.jsonl").write_text(RECORD, encoding="utf-8")
    write(yaml='per-file-ignores:\n  "sub/*": [PC105]\n')
    assert "PC105" in codes("validate")
    monkeypatch.chdir(folder / "sub")
    assert "PC105" not in codes("validate")
    assert "PC401" in codes("validate")


def test_neither_settings_nor_a_baseline_are_inputs_of_a_folder(folder: Path) -> None:
    write(yaml="fail-on: error\n", toml='[project]\nname = "x"\n')
    for _ in range(2):
        assert CliRunner().invoke(app, ["validate", ".", "--write-baseline", "known.json"]).exit_code == 0
    write(yaml="baseline: known.json\nfail-on: info\n")
    ran = CliRunner().invoke(app, ["validate", "."])
    assert (ran.exit_code, ran.stdout) == (0, "")


WRONG = [
    ("fail-on: warn", "paperconv.yaml:1: fail-on: 'warn' is not one of 'error', 'warning', 'info', 'never'; did you mean warning?"),
    ("\n\nfail_on: never", "paperconv.yaml:3: fail_on: is no setting; did you mean fail-on?"),
    ("validate:\n  quiet: true\n  selekt: PC1", "paperconv.yaml:3: validate.selekt: is no setting of this command; did you mean select?"),
    ("authority:\n  bild: {}", "paperconv.yaml:2: authority.bild: is no setting of this command; did you mean build?"),
    ("validat:\n  quiet: true", "paperconv.yaml:1: validat: is no setting; did you mean validate?"),
    ("validate: true", "paperconv.yaml:1: validate: is a command"),
    ("select: [PC1, null-tokn]", "paperconv.yaml:1: select: no rule is called 'null-tokn'; did you mean null-token?"),
    ("per-file-ignores:\n  a.bib: PC1o5", "per-file-ignores: no rule is called 'PC1o5'; did you mean PC105?"),
    ("to: cls-json", "paperconv.yaml:1: to: no format is called 'cls-json'; did you mean csl-json?"),
    ("indent: two", "paperconv.yaml:1: indent: expected a number, not 'two'"),
    ("indent:", "paperconv.yaml:1: indent: has no value"),
    ("key: [a]", "paperconv.yaml:1: key: expected text, not ['a']"),
    ("quiet: 1", "paperconv.yaml:1: quiet: expected true or false, not 1"),
    ("select: {a: b}", "paperconv.yaml:1: select: expected text, or a list of texts"),
    ("output: a.bib", "paperconv.yaml:1: output: is no setting"),
    ("fail-on: error\nfail-on: info", "paperconv.yaml:2: fail-on: stands on line 1 already"),
    ("quiet: true\nverbose: true", "paperconv.yaml:1: quiet, and paperconv.yaml:2: verbose"),
    ("select: [PC1, PC2]\nvalidate:\n  ignore: pc2", "paperconv.yaml:1: select, and paperconv.yaml:3: ignore: both name pc2"),
    ("update: true\nsort: key", "paperconv.yaml:1: update leaves entries where they are, and paperconv.yaml:2: sort"),
    ("a: [b", "is no YAML"),
    ("- a", "paperconv.yaml:1: expected settings"),
    ("quiet: !!python/object:os.system {}", "paperconv.yaml:1: is no YAML"),
]


@pytest.mark.parametrize(("text", "message"), WRONG)
def test_what_is_wrong_is_said_with_file_and_line_before_any_work(text: str, message: str) -> None:
    write(yaml=text + "\n")
    ran = CliRunner().invoke(app, ["convert", "a.jsonl", "-o", "out.bib"])
    assert ran.exit_code == 2
    assert message in ran.stderr
    assert ran.stderr.count("\n") == 1
    assert not Path("out.bib").exists()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('[tool.paperconv]\n\n# one\nfail-on = "warn"\n', "pyproject.toml:4: fail-on: 'warn'"),
        ("[tool.paperconv.validate]\nselekt = []\n", "pyproject.toml:2: validate.selekt: is no setting"),
        ('[tool]\npaperconv = {fail-on = "warn"}\n', "pyproject.toml:1: fail-on: 'warn'"),
        ("[tool.paperconv]\nquiet = \n", "pyproject.toml: is no TOML"),
    ],
)
def test_what_is_wrong_in_a_pyproject_is_said_with_its_line(text: str, message: str) -> None:
    write(toml=text)
    with pytest.raises(UsageError) as error:
        settings.in_force(GROUP)
    assert message in str(error.value)


def test_somebody_elses_broken_pyproject_is_none_of_ours() -> None:
    write(toml="[tool.other]\nx = \n")
    assert not any(settings.in_force(GROUP).values())


def test_help_is_shown_whatever_the_settings_are() -> None:
    write(yaml="nonsense: true\n")
    ran = subprocess.run([sys.executable, "-m", "paperconv", "validate", "--help"], env={"PYTHONPATH": str(ROOT)}, capture_output=True, check=False)
    assert ran.returncode == 0
    assert b"--select" in ran.stdout


RIGHT = [
    "fail-on: warning\nselect: PC1\nindent: 4\nquiet: true",
    "validate:\n  select: [PC1, null-token]\n  per-file-ignores:\n    old/*.bib: PC3\n    b: [PC1]\nauthority:\n  build:\n    quiet: true",
    "authority: self\nkey: acl\nper-file-ignores: ['a:PC1']",
    "$schema: paperconv.schema.json\n",
    "",
]


def schema() -> dict[str, Any]:
    return json.loads(CliRunner().invoke(app, ["config", "--schema"]).stdout)  # type: ignore[no-any-return]


def test_the_schema_takes_what_is_taken_and_refuses_what_is_refused() -> None:
    jsonschema.Draft202012Validator.check_schema(schema())
    validator = jsonschema.Draft202012Validator(schema())
    for text in RIGHT:
        write(yaml=text)
        settings.in_force(GROUP)
        validator.validate(yaml.safe_load(text) or {})
    beyond = ("no rule", "no format", "already", "quiet, and", "both name", "update leaves", "no YAML")  # what a schema cannot say
    for text, message in WRONG:
        if not any(word in message for word in beyond):
            assert not validator.is_valid(yaml.safe_load(text)), text


def test_every_setting_can_be_set_to_its_default() -> None:
    table: dict[str, Any] = {}
    for name, command in settings.commands_of(GROUP):
        inner = {key: p.default for key, p in settings.settable(name, command.params).items() if p.default is not None and not p.multiple}
        for part in reversed(name[1:]):
            inner = {part: inner}
        if inner:
            table[name[0]] = inner
    write(yaml=yaml.safe_dump(table))
    assert value("convert", "indent")[0] == -1
    jsonschema.Draft202012Validator(schema()).validate(table)


def test_the_start_imports_neither_yaml_nor_toml_without_a_file() -> None:
    script = "import sys; from paperconv.cli.app import app\ntry: app(['config', '--show'])\nexcept SystemExit: pass\nprint('yaml' in sys.modules, 'tomllib' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", script], env={"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=True)
    assert ran.stdout.splitlines()[-1] == "False False"
