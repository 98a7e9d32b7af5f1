"""The folder of kinds on the disk: `fields.csv`, and per kind a YAML file with the CSV it names."""

from dataclasses import dataclass
from pathlib import Path

from xiangyue.kernel.errors import Fault
from xiangyue.ledger.kinds import catalogue, errors, parsing, reading
from xiangyue.ledger.kinds.parsing import Source
from xiangyue.ledger.kinds.rules import Kind

FIELDS = "fields.csv"
HEADER = ["code", "name", "name_en"]


@dataclass(frozen=True, slots=True)
class FieldRow:
    """One field of work, as it is written."""

    code: str
    name: str
    name_en: str


@dataclass(frozen=True, slots=True)
class Folder:
    """Everything a folder says, read and held against the promises."""

    fields: tuple[FieldRow, ...]
    kinds: tuple[tuple[Source, Kind], ...]


def read(place: Path) -> Folder:
    """The whole folder, or the first thing that is wrong with it. Raises `BadKind`, `Fault`."""
    fields = fields_of(_text(place / FIELDS))
    codes = frozenset(field.code for field in fields)
    sources = [_source(file) for file in sorted(place.glob("*.yaml"))]
    kinds = tuple((source, parsing.parse(source, fields=codes)) for source in sources)
    _require_family({kind.code: kind for _source, kind in kinds})
    return Folder(fields, kinds)


def fields_of(text: str) -> tuple[FieldRow, ...]:
    """The list of fields. Raises `BadKind`."""
    found: dict[str, FieldRow] = {}
    for line, row in catalogue.rows(text, HEADER, FIELDS):
        where = f"{FIELDS}:{line}"
        field = FieldRow(reading.code(row["code"], where), row["name"], row["name_en"])
        if not field.name or not field.name_en:
            raise errors.NotAText(where=where, most=40)
        if field.code in found:
            raise errors.DuplicateCategory(where=where, code=field.code)
        found[field.code] = field
    return tuple(found.values())


def _source(file: Path) -> Source:
    rules = _text(file)
    table = parsing.table_of(rules, file.stem)
    if Path(table).name != table:
        raise errors.BadTable(where=file.stem, why=f"{table}?")
    return Source(file.stem, rules, _text(file.with_name(table)))


def _require_family(kinds: dict[str, Kind]) -> None:
    """Parents and children name one another. Raises `UnknownRelative`."""
    for kind in kinds.values():
        for code in kind.children:
            if code not in kinds or (kinds[code].parents and kind.code not in kinds[code].parents):
                raise errors.UnknownRelative(where=kind.code, kind=code, relation="parents")
        for code in kind.parents:
            if code not in kinds or kind.code not in kinds[code].children:
                raise errors.UnknownRelative(where=kind.code, kind=code, relation="children")


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise Fault(f"读不了 {file}：{error}", retry=False) from error
