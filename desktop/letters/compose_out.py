"""What leaves a draft before it is final: a text for WhatsApp, and a Word file for who must change a word."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication

from db.catalog import spec_of
from db.rules.drafts import address_to, message_text
from db.rules.joint_letters import fields_of, shown_values
from db.rules.letter_kinds import LetterKind, kind_label
from db.rules.letter_values import typed_values
from db.rules.letters import Letter
from db.rules.words import _
from desktop.files import ask_where_to_save, write_file
from desktop.letters.picture_out import save_as_picture
from desktop.parts.letter_messages import Message, MessagesDialog
from desktop.widgets.basics import button

if TYPE_CHECKING:
    from desktop.letters.compose import ComposeSection


class ComposeOut(QObject):
    """The buttons above the preview."""

    def __init__(self, section: "ComposeSection") -> None:
        super().__init__(section)
        self._section = section
        self.message_button = button(_("WhatsApp"), "content-copy", on_click=self.show_messages)
        self.message_button.setToolTip(_("Salin teks WhatsApp untuk tiap penerima"))
        self.word_button = button(_("Word…"), "file-document-outline", on_click=self.save_word)
        self.word_button.setToolTip(_("Simpan sebagai Word, bertanda konsep dan bukan naskah final"))

        self.picture_button = button(_("Gambar…"), on_click=self.save_picture)
        self.picture_button.setToolTip(_("Simpan poster sebagai gambar untuk telepon"))

    def follow(self) -> None:
        """Offer what this kind of letter has."""
        editing, drawn = self._section.editing, self._section.preview.last
        self.word_button.setVisible(editing is not None and drawn is not None)
        spec = editing.form.spec if editing is not None else None
        self.message_button.setVisible(bool(spec and spec.message and drawn))
        poster = spec is not None and spec.kind is LetterKind.POSTER
        self.picture_button.setVisible(poster and drawn is not None)
        self._section.preview.title.setVisible(not poster)  # five would not fit beside each other

    def show_messages(self) -> None:
        """Copy the text at once where there is one recipient, else show them all."""
        messages = self.messages()
        if len(messages) == 1:
            QGuiApplication.clipboard().setText(messages[0].text)
            self._section.said.emit(_("Teks WhatsApp disalin. Tempelkan di WhatsApp."))
        elif messages:
            self._section.open_dialog(MessagesDialog(self._section, self._section.worker, messages))

    def messages(self) -> list[Message]:
        """The text for each recipient."""
        found, drawn = self._section.current_recipient(), self._section.preview.last
        if found is None or drawn is None:
            return []
        form, _to = found
        spec = spec_of(form.kind)
        common = drawn.frame.common
        if not form.recipients:
            values = typed_values(spec.fields, form.values)
            return [Message(kind_label(form.kind), "", message_text(spec, {**common, **values}))]
        return [
            Message(
                str(to.get("name") or ""),
                str(to.get("phone") or ""),
                message_text(
                    spec, {**common, **typed_values(spec.fields, address_to(spec, form.values, to))}
                ),
            )
            for to in form.recipients
        ]

    def save_picture(self) -> None:
        """Ask where, and save the poster that is shown as a picture for phones."""
        editing, drawn = self._section.editing, self._section.preview.last
        if editing is not None and drawn is not None:
            kind, section = editing.form.spec.kind, self._section
            poster = drawn.frame, Letter(kind, drawn.values)
            save_as_picture(
                section, section.worker, poster, kind_label(kind), section.said.emit, section.tell
            )

    def save_word(self) -> None:
        """Ask where, and write the letter that is shown as a Word file."""
        found = self._section.current_recipient()
        if found is None:
            return
        title = f"{_('Konsep')} {kind_label(found[0].kind)}.docx"
        if target := ask_where_to_save(self._section, _("Simpan Word"), title, _("Word (*.docx)")):
            self.word_to(target)

    def word_to(self, target: Path) -> None:
        """Write the letter that is shown into this file."""
        found, drawn = self._section.current_recipient(), self._section.preview.last
        if found is None or drawn is None:
            return
        form, to = found
        spec, frame = spec_of(form.kind), drawn.frame
        letter = Letter(form.kind, typed_values(fields_of(spec), shown_values(spec, form, to)))

        def job() -> Path:
            from desktop.paper.word import render_word

            return write_file(target, render_word(frame, letter))

        said = _("{file} disimpan. Berkas ini konsep, bukan naskah final.").format(file=target.name)
        section = self._section
        section.worker.run(
            section, job, lambda _path: section.said.emit(said), lambda error: section.tell(error)
        )
