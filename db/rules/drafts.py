"""A letter that is being written: what its form holds, what is missing, and to whom it goes."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from db.rules.dates import long_date
from db.rules.letter_kinds import KindSpec, LetterKind
from db.rules.numbering import NumberWish, WishKind
from db.rules.problems import Problem, RuleViolation
from db.rules.templates import DOTS, NAMED, Block, BlockKind, Field, FieldType, Values, plain
from db.rules.words import _

Recipient = Mapping[str, Any]  # name, at (after "di"), address, phone, kecamatan, niat, officer_id
OWN_FIELDS = {
    "nama": "name",
    "niat": "niat",
    "alamat": "address",
    "telepon": "phone",
    "kecamatan": "kecamatan",
}
TOGETHER = "_satu_surat"  # among the values: one letter to all recipients, who are listed in its annex
CLASSIFICATION = "_klasifikasi"  # among the values: the code of this letter, if not that of its kind
OWNERS = "_milik"  # among the values: what the letter belongs to (officer_id, vacancy_id…)
SERVED = "_surat_untuk"  # with a recipient: name and place, as a letter that is final already names them
FROM_BOOK = {WishKind.RESERVED, WishKind.INSERTED}
ONE_LETTER = FROM_BOOK | {WishKind.BY_HAND}


class DraftGone(RuleViolation):
    """The draft has become final or was deleted meanwhile."""


@dataclass(frozen=True)
class DraftForm:
    """A letter as typed. Values are those of the kind's fields, as JSON keeps them."""

    kind: LetterKind
    dated_on: date
    official_id: int | None = None
    values: Mapping[str, Any] = field(default_factory=dict)
    recipients: tuple[Recipient, ...] = ()  # none: one letter, to whom its values say
    wish: NumberWish | None = None  # None: as letters of this kind are numbered


@dataclass(frozen=True)
class Unfit:
    """A recipient who gets no letter yet, and why."""

    place: int  # in the list, from 1
    name: str
    reason: str


def keep_value(value: Any) -> Any:
    """A value as JSON keeps it: dates in ISO, decimals as text."""
    if isinstance(value, Mapping):
        return {str(key): keep_value(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [keep_value(item) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    return f"{value:f}" if isinstance(value, Decimal) else value


def keep_form(form: DraftForm) -> dict[str, Any]:
    """What is typed, as the columns of a draft keep it; its kind never changes."""
    return {
        "dated_on": form.dated_on,
        "official_id": form.official_id,
        "values": keep_value(form.values),
        "recipients": keep_value(form.recipients),
        "wish": keep_wish(form.wish),
    }


def keep_wish(wish: NumberWish | None) -> dict[str, Any]:
    """A wish as JSON keeps it."""
    if wish is None:
        return {}
    return {"kind": wish.kind.value, "number_id": wish.number_id, "text": wish.text}


def read_wish(stored: Mapping[str, Any]) -> NumberWish | None:
    """A wish that was kept."""
    if not stored.get("kind"):
        return None
    return NumberWish(WishKind(stored["kind"]), stored.get("number_id"), stored.get("text") or "")


def name_field(spec: KindSpec) -> str:
    """The field that says to whom a letter goes; empty where this kind has none."""
    lines = [line for block in _to_blocks(spec) for line in block.lines]
    alone = [
        text for text in (*lines, spec.recipient) if not NAMED.sub("", text.replace("Saudara", "")).strip()
    ]
    return _first_field(spec, alone)


def place_field(spec: KindSpec) -> str:
    """The field after "di"; empty where this kind has none."""
    found = _first_field(spec, [block.text for block in _to_blocks(spec)])
    return found if found != name_field(spec) else ""


def goes_to_many(spec: KindSpec) -> bool:
    """Whether a letter of this kind can be written to many at once."""
    return bool(name_field(spec))


def address_to(spec: KindSpec, values: Mapping[str, Any], recipient: Recipient) -> dict[str, Any]:
    """The kept values of the letter to one of several recipients."""
    to, place = name_field(spec), place_field(spec)
    types = {known.name: known.type for known in spec.fields}
    name, at = str(recipient.get("name") or ""), str(recipient.get("at") or recipient.get("address") or "")
    told = _told_of_recipient(spec) if to not in OWN_FIELDS else OWN_FIELDS.keys() & types.keys()
    own = {key: recipient.get(source) for key, source in OWN_FIELDS.items() if key in told}
    found = {**values, **{key: value for key, value in own.items() if value and key != place}}
    for key, value in ((to, name), (place, at)):
        if key:
            found[key] = [value] if types[key] is FieldType.LINES else value
    return found


def find_unfit(spec: KindSpec, recipients: Sequence[Recipient]) -> list[Unfit]:
    """The recipients who cannot get a letter yet: one sentence each."""
    found, seen = [], set()
    for place, recipient in enumerate(recipients, 1):
        name, at = _named(recipient)
        key = (name.casefold(), at.casefold())
        if not name:
            found.append(Unfit(place, "", _("namanya belum diisi")))
        elif not at:
            found.append(Unfit(place, name, _("alamatnya belum diisi")))
        elif key in seen:
            found.append(Unfit(place, name, _("tercantum dua kali")))
        elif recipient.get(SERVED) == list(key):
            found.append(Unfit(place, name, _("sudah mendapat surat")))
        seen.add(key)
    return found


def mark_served(recipients: Iterable[Recipient], served: Collection[Recipient]) -> list[dict[str, Any]]:
    """The recipients who stay in a draft; who was named twice is known when the first has the letter."""
    keys = {tuple(part.casefold() for part in _named(to)) for to in served}
    marked = []
    for to in recipients:
        key = tuple(part.casefold() for part in _named(to))
        marked.append({**to, SERVED: list(key)} if key in keys else dict(to))
    return marked


def find_missing(spec: KindSpec, values: Mapping[str, Any]) -> list[Problem]:
    """The required fields that say nothing, each by its name."""
    text = _("{field} belum diisi.")
    return [
        Problem(text.format(field=needed.label), needed.name)
        for needed in spec.fields
        if _lacks(needed, values)
    ]


def find_turned(spec: KindSpec, values: Mapping[str, Any]) -> list[Problem]:
    """The days that precede the day which they should follow."""
    labels, found = {known.name: known.label for known in spec.fields}, []
    for later in spec.fields:
        first, last = str(values.get(later.after) or ""), str(values.get(later.name) or "")  # ISO
        if later.after and first and last and last < first:
            text = _("{field} mendahului {first}.")
            problem = text.format(field=later.label, first=labels.get(later.after, later.after))
            found.append(Problem(problem, later.name))
    return found


def with_dots(spec: KindSpec, values: Mapping[str, Any]) -> dict[str, Any]:
    """Dots in place of required words that are still missing, so that one sees where they will stand."""
    dots: dict[FieldType, Any] = {FieldType.TEXT: DOTS, FieldType.LINES: [DOTS]}
    missing = (f for f in spec.fields if _lacks(f, values))
    return {**values, **{f.name: dots[f.type] for f in missing if f.type in dots}}


def _lacks(field: Field, values: Mapping[str, Any]) -> bool:
    """Whether a value is still needed: not one that is computed, or usual where nobody says another."""
    return field.required and not (field.usual or field.sums or says_something(values.get(field.name)))


def says_something(value: Any) -> bool:
    """Whether a kept value is more than blanks."""
    if isinstance(value, Mapping):
        return any(says_something(item) for item in value.values())
    if isinstance(value, list | tuple):
        return any(says_something(item) for item in value)
    return value is not None and bool(str(value).strip())


def check_wish(form: DraftForm) -> list[Problem]:
    """One number that was set aside serves one letter, and it is known which."""
    if form.wish is None:
        return []
    if form.wish.kind in FROM_BOOK and form.wish.number_id is None:
        return [Problem(_("Pilih nomor pesanan atau sisipan dari daftar."), "wish")]
    separate = len(form.recipients) > 1 and not form.values.get(TOGETHER)
    if separate and form.wish.kind in ONE_LETTER:
        text = _(
            "Surat ini untuk {count} penerima, sedangkan nomor yang dipilih hanya satu. "
            "Pilih nomor berikutnya atau titik-titik."
        )
        return [Problem(text.format(count=len(form.recipients)), "wish")]
    return []


def check_day(dated_on: date, first: date | None, today: date) -> list[Problem]:
    """No letter from before the first official, nor one dated years ahead by a slip of the hand."""
    if first is not None and dated_on < first:
        text = _(
            "Tanggal surat {day} mendahului kantor ini: pejabat pertama yang tercatat mulai {first}. "
            "Perbaiki tanggalnya, atau lengkapi pejabat lewat menu Data, Kantor dan pejabat."
        )
        return [Problem(text.format(day=long_date(dated_on), first=long_date(first)), "dated_on")]
    if dated_on.year > today.year + 1:
        text = _("Tanggal surat {day} terlalu jauh di depan. Periksa tahunnya.")
        return [Problem(text.format(day=long_date(dated_on)), "dated_on")]
    return []


def message_text(spec: KindSpec, values: Values) -> str:
    """The text for WhatsApp; empty where this kind has none."""
    return plain(spec.message, values) if spec.message else ""


def _named(recipient: Recipient) -> tuple[str, str]:
    at = recipient.get("at") or recipient.get("address") or ""
    return str(recipient.get("name") or "").strip(), str(at).strip()


def _to_blocks(spec: KindSpec) -> list[Block]:
    return [block for block in spec.template.blocks if block.kind is BlockKind.TO]


def _told_of_recipient(spec: KindSpec) -> set[str]:
    """The fields that stand beside the recipient's name."""
    texts = [text for block in _to_blocks(spec) for text in (*block.lines, block.text)]
    return {(found.group(1) or "").partition(":")[0] for text in texts for found in NAMED.finditer(text)}


def _first_field(spec: KindSpec, texts: Iterable[str]) -> str:
    known = {known.name for known in spec.fields if known.type in (FieldType.TEXT, FieldType.LINES)}
    for text in texts:
        for found in NAMED.finditer(text):
            name = (found.group(1) or "").partition(":")[0].strip()
            if name in known:
                return name
    return ""
