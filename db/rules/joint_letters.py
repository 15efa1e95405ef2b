"""One letter to many: it is addressed to a list, and the list is its last annex."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from db.rules.drafts import TOGETHER, DraftForm, Recipient, address_to, name_field, place_field
from db.rules.letter_kinds import KindSpec, Template
from db.rules.templates import Block, BlockKind, Field, FieldType, TableColumn, Values
from db.rules.words import _

LISTED = "(Daftar Terlampir)"
LISTED_AT = "Tempat"
ENCLOSED = "1 (satu) daftar"
LONGEST = 300  # letters of a recipient in the register
RECIPIENTS = Field(
    "daftar_penerima",
    _("Daftar penerima"),
    FieldType.TABLE,
    columns=(TableColumn("nama", "Nama atau Jabatan", 5), TableColumn("tempat", "Tempat", 4)),
)
ANNEX = (
    Block(
        BlockKind.ANNEX,
        text="SURAT {jabatan_penanda_tangan:besar}",
        lines=("NOMOR: {nomor}", "TANGGAL: {tanggal}"),
    ),
    Block(BlockKind.TITLE, lines=("DAFTAR PENERIMA SURAT",)),
    Block(BlockKind.TABLE, field=RECIPIENTS.name),
)


def can_list(spec: KindSpec) -> bool:
    """Whether a letter of this kind is addressed after "Yth.", so that it may go to a list."""
    to, blocks = name_field(spec), spec.template.blocks
    return bool(to) and any(
        block.kind is BlockKind.TO and any("{" + to in line for line in block.lines) for block in blocks
    )


def is_joint(form: DraftForm) -> bool:
    """Whether this is one letter to several, with their list in its annex."""
    return bool(form.values.get(TOGETHER)) and len(form.recipients) > 1


def joint_values(
    spec: KindSpec, values: Mapping[str, Any], recipients: Sequence[Recipient]
) -> dict[str, Any]:
    """The kept values of one letter to all of them."""
    found = dict(values)
    types = {known.name: known.type for known in spec.fields}
    for name, words in ((name_field(spec), LISTED), (place_field(spec), LISTED_AT)):
        if name:
            found[name] = [words] if types[name] is FieldType.LINES else words
    if str(found.get("lampiran") or "-").strip() == "-" and "lampiran" in types:
        found["lampiran"] = ENCLOSED
    rows = [{"nama": str(to.get("name") or ""), "tempat": _place(to)} for to in recipients]
    return {**found, RECIPIENTS.name: rows}


def shown_values(spec: KindSpec, form: DraftForm, to: Recipient | None) -> dict[str, Any]:
    """The kept values of the letter to one recipient, or of the one letter to all."""
    if is_joint(form):
        return joint_values(spec, form.values, form.recipients)
    return address_to(spec, form.values, to) if to else dict(form.values)


def taken_apart(kept: Mapping[str, Any]) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The values and recipients of a draft that would make this letter again."""
    values = {name: value for name, value in kept.items() if name != RECIPIENTS.name}
    rows = kept.get(RECIPIENTS.name) or ()
    if not rows:
        return values, []
    return {**values, TOGETHER: True}, [{"name": row["nama"], "at": row.get("tempat", "")} for row in rows]


def fields_of(spec: KindSpec, kept: Mapping[str, Any] | None = None) -> tuple[Field, ...]:
    """What letters of this kind state: the fields of the form, and the list of recipients.

    kept: the values of one letter; one that goes to nobody's list does not state it.
    """
    return spec.fields if kept is not None and not kept.get(RECIPIENTS.name) else (*spec.fields, RECIPIENTS)


def with_list(template: Template, values: Values) -> Template:
    """The template as it is printed for these values: with the list at its end where there is one."""
    if not values.get(RECIPIENTS.name):
        return template
    return replace(template, blocks=(*template.blocks, *ANNEX))


def names_of(recipients: Sequence[Recipient]) -> str:
    """All recipients in one line of the register; where there are too many, how many they are."""
    names = [str(to.get("name") or "") for to in recipients]
    whole = "; ".join(names)
    if len(whole) <= LONGEST:
        return whole
    more = _("… ({n} penerima)").format(n=len(names))
    return whole[: LONGEST - len(more) - 1].rsplit(";", 1)[0] + "; " + more


def _place(to: Recipient) -> str:
    return str(to.get("at") or to.get("address") or "")
