"""What all tests share: the golden switch, the folder of real dumps where there is one."""

from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"
# The same cases at every run; ``pytest --hypothesis-profile=explore`` looks for new ones.
settings.register_profile("same", derandomize=True, deadline=None)
settings.register_profile("explore", deadline=None, print_blob=True)
settings.load_profile("same")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--golden", action="store_true", help="write the golden outputs anew instead of comparing")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--golden"))


@pytest.fixture(scope="session")
def seeds() -> tuple[Path, Path]:
    """The two real dumps: true lists without identifiers, identifiers with shifted lists."""
    folder = SHARED / "seeds"
    if not folder.is_dir():
        pytest.skip("the real dumps are not beside this checkout")
    first, second = sorted(folder.glob("*.txt"))
    return first, second


@pytest.fixture(scope="session")
def real_files() -> Path:
    """The folder of real files by format."""
    folder = SHARED / "data" / "formats"
    if not folder.is_dir():
        pytest.skip("the real files are not beside this checkout")
    return folder
