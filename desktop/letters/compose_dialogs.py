"""What is asked before a draft becomes final, and who gets no letter."""

from collections.abc import Sequence

from PySide6.QtWidgets import QDialog, QSizePolicy, QVBoxLayout, QWidget

from db.rules.dates import day_and_date, long_date
from db.rules.drafts import Unfit
from db.rules.joint_letters import is_joint
from db.rules.letter_kinds import kind_label
from db.rules.words import _
from db.services.drafts import DraftFacts
from desktop.parts.letter_batch import unfit_table
from desktop.widgets.banner import Banner
from desktop.widgets.basics import Facts, button, label, row


class FinaliseDialog(QDialog):
    """The last look: number, day and signer of a letter that will not change any more."""

    def __init__(
        self,
        parent: QWidget | None,
        draft: DraftFacts,
        *,
        number: str,
        signer: str,
        unfit: Sequence[Unfit],
        warnings: Sequence[str] = (),
        unprinted: str = "",
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Jadikan final"))
        self.setMinimumWidth(520)
        many = len(draft.form.recipients)
        fit = many - len(unfit)
        self.banner = Banner()
        self.banner.close_button.hide()
        self.banner.hide()
        joint = is_joint(draft.form)
        first = _("{number} dan seterusnya") if many > 1 and number and not joint else "{number}"
        pairs = [
            (_("Jenis"), kind_label(draft.form.kind)),
            (_("Hal"), draft.subject),
            (_("Nomor"), first.format(number=number or _("titik-titik"))),
            (_("Tanggal"), day_and_date(draft.form.dated_on)),
            (_("Penandatangan"), signer or _("belum ada")),
        ]
        if joint:
            pairs.append((_("Surat"), _("satu surat; {n} penerima dalam lampirannya").format(n=many)))
        elif many:
            pairs.append((_("Surat"), _("{n} surat, satu untuk tiap penerima").format(n=fit)))
        if draft.corrects_id:
            text = _("{number}; surat itu menjadi “dibatalkan” ({reason})")
            said = text.format(number=draft.corrects_number, reason=draft.correction_reason)
            pairs.append((_("Menggantikan"), said))
        checked = _("belum diparaf")
        if draft.checked_by:
            day = long_date(draft.checked_on) if draft.checked_on else ""
            checked = _("{name}, {day}").format(name=draft.checked_by, day=day)
        pairs.append((_("Paraf"), checked))
        self.facts = Facts(pairs)
        self.facts.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.note = label(
            _("Sesudah final isinya tidak berubah lagi. Bila keliru, buat versi 2 lewat Perbaiki."),
            "muted",
            wrap=True,
        )
        self.table = unfit_table(unfit)
        self.table.setVisible(bool(unfit))
        self.final_button = button(_("Jadikan final"), primary=True, on_click=self.accept)
        self.final_button.setDefault(True)
        self.cancel_button = button(_("Batal"), on_click=self.reject)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 12, 16, 12)
        box.setSpacing(10)
        box.addWidget(self.banner)
        box.addWidget(self.facts)
        box.addWidget(self.table)
        box.addWidget(self.note)
        if not unfit:
            box.addStretch(1)
        box.addLayout(row(None, self.final_button, self.cancel_button))
        told = [] if draft.checked_by else [_("Konsep ini belum diparaf.")]
        if unfit:
            text = _("{n} penerima belum lengkap dan belum mendapat surat; yang lain tetap dibuat.")
            told.append(text.format(n=len(unfit)))
        told += [*warnings, unprinted]
        self.banner.say("\n".join(filter(None, told)), "warn")
        width = max(self.minimumWidth(), box.sizeHint().width())
        self.resize(width, box.totalHeightForWidth(width))
