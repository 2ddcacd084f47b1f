"""The encoding of a bibliography that is not UTF-8: told from a few names in English text."""

import pytest

from paperconv.io.guess import guess

NAMES = {
    "cp1252": ["Müller, Jürgen", "García Márquez, Gabriel", "Åkesson, Örjan", "Gonçalves, João", "Sørensen, Bjørn", "Þórsson, Jón", "Lévêque, François"],
    "cp1250": ["Erdős, Pál", "Dvořák, Antonín", "Łukasiewicz, Jan", "Šešelja, Dušan", "Żółkiewski, Stanisław", "Kovács, László"],
    "iso8859-2": ["Erdős, Pál", "Dvořák, Antonín", "Łukasiewicz, Jan", "Šešelja, Dušan", "Żółkiewski, Stanisław"],
    "cp1254": ["Şahin, Uğur", "Özgür, İsmail", "Yılmaz, Gökçe", "Çağlar, Işıl"],
    "cp1251": ["Иванов, Пётр", "Соколова, Мария", "Кузнецов, Алексей"],
    "koi8-r": ["Иванов, Пётр", "Соколова, Мария", "Кузнецов, Алексей"],
    "gb18030": ["王小明", "李华", "张伟", "刘洋", "陈静"],
    "big5": ["王小明", "李華", "張偉", "劉洋", "陳靜"],
    "cp932": ["山田太郎", "鈴木花子", "深層学習について"],
    "euc_jp": ["山田太郎", "鈴木花子", "深層学習について"],
    "cp949": ["김철수", "이영희", "박지성"],
    "mac-roman": ["Müller, Jürgen", "Lévêque, François", "Gonçalves, João", "Åkesson, Örjan"],
}


@pytest.mark.parametrize("encoding", NAMES)
def test_names_in_english_text_tell_the_encoding(encoding: str) -> None:
    text = "".join(f"@article{{k{i},\n  author = {{{name}}},\n  title = {{On the structure of graphs}}\n}}\n" for i, name in enumerate(NAMES[encoding]))
    data = text.encode(encoding)
    assert data.decode(guess(data)) == text


def test_one_foreign_letter_is_western() -> None:
    assert guess("Müller, Hans: On graphs".encode("cp1252")) == "cp1252"
