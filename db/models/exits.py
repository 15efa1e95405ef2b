"""What was prepared when an officer left."""

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from db.base import Base, Versioned, choice, says
from db.models.officers import Assignment
from db.rules.exits import StepKind, StepState, step_label, step_state_label


class ExitStep(Versioned, Base):
    """One paper or work that follows the end of an assignment, and what became of it."""

    __tablename__ = "exit_step"
    __table_args__ = (UniqueConstraint("assignment_id", "kind"),)
    __label__ = "Tindak lanjut berhenti"

    id: Mapped[int] = mapped_column(primary_key=True)
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"), info=says("Penugasan"))
    kind: Mapped[StepKind] = mapped_column(choice(StepKind), info=says("Langkah", words=step_label))
    state: Mapped[StepState] = mapped_column(choice(StepState), info=says("Keadaan", words=step_state_label))
    draft_id: Mapped[int | None] = mapped_column(
        ForeignKey("letter_draft.id", ondelete="SET NULL"), info=says("Konsep surat")
    )
    letter_id: Mapped[int | None] = mapped_column(ForeignKey("letter.id"), info=says("Surat"))
    vacancy_id: Mapped[int | None] = mapped_column(ForeignKey("vacancy.id"), info=says("Lowongan"))
    cover_id: Mapped[int | None] = mapped_column(ForeignKey("assignment.id"), info=says("Penugasan Plt"))

    assignment: Mapped[Assignment] = relationship(foreign_keys=[assignment_id])
    cover: Mapped[Assignment | None] = relationship(foreign_keys=[cover_id])

    def describe(self) -> str:
        return step_label(self.kind) if self.kind else ""
