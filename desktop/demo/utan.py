"""The story of Utan, Sumbawa 2020: a resignation, a selection, a new officer. All persons are invented."""

from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from db.rules.officers import DecreeLevel, level_label
from db.rules.recruitment import ProposalStatus, panel_role_label, proposal_label
from desktop.clock import set_today
from desktop.demo.attachments import attach_papers
from desktop.demo.desk import ALL, APPLICATIONS, LATER, TEAM
from desktop.demo.player import Player

if TYPE_CHECKING:
    from desktop.officers.roster_section import RosterSection
    from desktop.recruitment.tab import RecruitmentTab
    from desktop.recruitment.vacancy_page import VacancyPage

UTAN = "520406"
COVERS = "TKSK Kecamatan Buer"  # of the neighbouring kecamatan
WEEKS_LATER = date(2020, 5, 11)


def play_utan(player: Player) -> None:
    """From the resignation on 10 April to the decree on 11 May 2020."""
    set_today(date(2020, 4, 10))
    resign(player)
    set_today(date(2020, 4, 13))
    open_vacancy(player)
    set_today(date(2020, 4, 14))
    enter_applicants(player)
    set_today(date(2020, 4, 17))
    check_files(player)
    invite(player)
    set_today(date(2020, 4, 20))
    interview(player)
    set_today(date(2020, 4, 21))
    announce_result(player)
    set_today(date(2020, 4, 24))
    propose(player)
    set_today(WEEKS_LATER)
    receive_decree(player)


def resign(player: Player) -> None:
    """Burhan Maulana of Utan steps down to stand in the village election; four letters follow at once."""
    from desktop.officers.exit_follow_up import FollowUpDialog
    from desktop.officers.exit_form import ExitDialog

    tab = _officers(player)
    player.wait(lambda: tab.model.rowCount() == 24, "24 kecamatan Sumbawa")
    player.choose(tab.table, UTAN)
    player.wait(lambda: tab.side.exit_button.isVisible(), "kartu TKSK Utan")
    player.step("TKSK: daftar 24 kecamatan Sumbawa, TKSK Utan dipilih")
    player.click(tab.side.exit_button)
    dialog = player.dialog(tab, ExitDialog)
    player.pick(dialog.reason, "Mengundurkan diri")
    player.pick(dialog.detail, "ikut Pilkades")
    player.date(dialog.left_on, date(2020, 4, 10))
    player.enter(dialog.letter_number, "05/TKSK-UTN/IV/2020")
    player.date(dialog.letter_on, date(2020, 4, 8))
    player.pick(dialog.steps.cover.choice, COVERS)
    player.step("TKSK Utan mengundurkan diri untuk ikut Pilkades; lima langkah disiapkan sekaligus")
    player.click(dialog.save_button)
    player.gone(dialog)
    follow_up = player.dialog(tab, FollowUpDialog)
    player.wait(lambda: follow_up.publish_button.isEnabled(), "langkah tindak lanjut")
    player.step("Tindak lanjut: empat surat dan draf lowongan siap")
    player.agree(follow_up.publish_button)
    player.paper("Persetujuan, serah terima, penunjukan Plt, dan usulan pemberhentian terbit sekaligus")
    player.step("Tindak lanjut: keempat surat bernomor")
    player.click(follow_up.close_button)
    player.gone(follow_up)
    player.wait(lambda: tab.side.show_vacancy_button.isVisible(), "Utan tanpa TKSK definitif")
    player.step("Kecamatan Utan dirangkap TKSK tetangga, lowong sejak 10 April")


def open_vacancy(player: Player) -> None:
    """From the prepared draft to the printed announcement."""
    from desktop.recruitment.vacancy_form import VacancyDialog

    tab = _officers(player)
    tab.go_to_today()
    tab.refresh()
    player.choose(tab.table, UTAN)
    player.wait(lambda: "13 April 2020" in tab.page.head.facts.text(), "keadaan per 13 April")
    player.wait(lambda: tab.side.show_vacancy_button.isVisible(), "kartu Utan")
    player.step("Tiga hari kemudian: draf lowongan dibuka dari baris itu")
    player.click(tab.side.show_vacancy_button)
    recruitment = _recruitment(player)
    page = recruitment.page
    player.click(page.edit_button)
    dialog = player.dialog(recruitment, VacancyDialog)
    player.wait(lambda: dialog.save_button.isEnabled(), "isian lowongan")
    for field, day in (
        ("opened_on", date(2020, 4, 13)),
        ("opens_on", date(2020, 4, 13)),
        ("closes_on", date(2020, 4, 17)),
        ("administration_on", date(2020, 4, 17)),
        ("interview_on", date(2020, 4, 20)),
        ("result_on", date(2020, 4, 21)),
        ("age_counted_on", date(2020, 4, 17)),
    ):
        player.date(dialog.form.widget(field), day)
    player.enter(dialog.form.widget("place"), "Aula Dinas Sosial Kabupaten Sumbawa")
    player.step("Rekrutmen: lowongan Utan dengan jadwal, persyaratan, dokumen, dan kriteria")
    player.click(dialog.save_button)
    player.gone(dialog)
    _next(player, page, "Cetak pengumuman")
    _agree(player, recruitment)
    player.paper("Pengumuman lowongan TKSK Kecamatan Utan")


def enter_applicants(player: Player) -> None:
    """Five applications from paper; the receipt comes out with the last click of each."""
    from desktop.recruitment.applicant_form import ApplicantDialog

    recruitment = _recruitment(player)
    page = recruitment.page
    for number, paper in enumerate(APPLICATIONS, 1):
        player.click(page.add_applicant_button)
        dialog = player.dialog(recruitment, ApplicantDialog)
        form = dialog.form
        player.wait(partial(getattr, dialog, "documents"), "daftar dokumen")
        player.enter(form.widget("name"), paper.name)
        player.enter(form.widget("nik"), paper.nik)
        player.pick(form.widget("desa_code"), paper.desa + ",")
        player.enter(form.widget("phone"), paper.phone)
        player.pick(form.widget("education"), paper.education)
        player.enter(form.widget("birth_place"), paper.birth_place)
        player.enter(form.widget("address"), paper.address)
        for box in list(dialog.documents.values())[: paper.papers]:
            if not box.isChecked():
                player.click(box)
        if number == 1:
            player.step("Pelamar pertama: NIK mengisi tanggal lahir dan jenis kelamin")
        player.click(dialog.save_button)
        player.gone(dialog)
        player.paper(f"Tanda terima berkas {paper.name}")
        player.wait(partial(_has_rows, page.applicants, number), f"{number} pelamar")
    player.step("Lima pelamar terdaftar")
    player.click(page.close_button)
    _agree(player, recruitment)


def check_files(player: Player) -> None:
    """The program proposes, the clerk confirms; who is not MS goes no further."""
    from desktop.recruitment.administration import AdministrationDialog
    from desktop.recruitment.team_form import TeamDialog

    recruitment = _recruitment(player)
    page = recruitment.page
    _next(player, page, "Periksa berkas")
    dialog = player.dialog(recruitment, AdministrationDialog)
    for paper in APPLICATIONS:
        player.wait(partial(_shown_name, dialog, paper.name), f"berkas {paper.name}")
        player.click(dialog.accept_all_button)
        if paper.papers < ALL:
            missing = dialog.rows[0]  # the papers: TMS, until somebody says why not
            player.click(missing.pass_button)
            player.enter(missing.reason, LATER)
        player.step(f"Administrasi: usul program untuk {paper.name} dibaca dan disetujui")
        player.click(dialog.save_button)
    player.click(dialog.minutes_button)
    team = player.dialog(dialog, TeamDialog)
    for line, (name, _institution, role) in zip(team.lines, TEAM, strict=False):
        player.enter(line.name, name)
        player.pick(line.role, panel_role_label(role))
    player.step("Tim yang memeriksa berkas")
    player.click(team.save_button)
    player.paper("Berita acara seleksi administrasi")


def invite(player: Player) -> None:
    """Name the panel and call the three candidates."""
    from desktop.recruitment.panel_form import PanelDialog

    recruitment = _recruitment(player)
    page = recruitment.page
    _next(player, page, "Susun panel")
    dialog = player.dialog(recruitment, PanelDialog)
    for line, (name, institution, role) in zip(dialog.lines, TEAM, strict=False):
        player.enter(line.name, name)
        player.enter(line.institution, institution)
        player.pick(line.role, panel_role_label(role))
    player.step("Panel tiga orang disusun")
    player.click(dialog.save_button)
    player.gone(dialog)
    _next(player, page, "Cetak panggilan")
    _agree(player, recruitment)
    player.paper("Surat panggilan wawancara untuk tiga calon")
    player.click(page.score_sheets_button)
    player.paper("Lembar nilai untuk setiap anggota panel dan calon")


def interview(player: Player) -> None:
    """Scores member by member; nobody is ranked until the last sheet is full."""
    from desktop.recruitment.decision import DecisionDialog
    from desktop.recruitment.scores import ScoresDialog

    recruitment = _recruitment(player)
    _next(player, recruitment.page, "Isi nilai")
    dialog = player.dialog(recruitment, ScoresDialog)
    player.wait(lambda: dialog.scores, "lembar nilai")
    sheets = 0
    for place, (member, _institution, _role) in enumerate(TEAM):
        for paper in (paper for paper in APPLICATIONS if paper.scores):
            player.pick(dialog.member, member)
            player.pick(dialog.candidate, paper.name)
            player.wait(partial(_is_ready, dialog, member, paper.name), f"lembar nilai {paper.name}")
            fields = list(dialog.scores.values())
            for field, value in zip(fields, paper.scores[place], strict=True):
                player.enter(field, str(value))
            sheets += 1
            if sheets in (1, 9):
                player.step(f"Wawancara: lembar nilai ke-{sheets} diisi")
            player.click(dialog.save_button)
            player.wait(partial(_has_open, dialog, 9 - sheets), f"{9 - sheets} lembar tersisa")
            player.wait(partial(getattr, dialog, "is_ready"), "lembar berikutnya")
    player.wait(dialog.acts.lock_button.isEnabled, "semua lembar lengkap")
    player.click(dialog.acts.lock_button)
    _lock(player, dialog)
    player.wait(dialog.decide_button.isEnabled, "peringkat")
    player.step("Semua lembar terkunci; peringkat terbuka")
    player.click(dialog.decide_button)
    decision = player.dialog(dialog, DecisionDialog)
    player.wait(lambda: decision.save_button.isEnabled() and decision.table.rows.rowCount() == 3, "peringkat")
    player.date(decision.decided_on, date(2020, 4, 20))
    player.enter(decision.early_reason, "Tidak ada sanggahan; pos kecamatan harus segera terisi")
    player.step("Penetapan: peringkat 1 dipilih")
    player.click(decision.save_button)
    player.paper("Berita acara tes wawancara")


def _lock(player: Player, scores: Any) -> None:
    """The secretary, who typed the sheets, has compared each heap with the signed paper."""
    from desktop.recruitment.copy_forms import LockDialog

    dialog = player.dialog(scores, LockDialog)
    for tick in dialog.ticks.values():
        player.click(tick)
    player.enter(dialog.typist, TEAM[1][0])
    player.step("Lembar dicocokkan dengan kertas bertanda tangan, lalu dikunci")
    player.click(dialog.save_button)
    player.gone(dialog)


def announce_result(player: Player) -> None:
    """Everybody may read how it ended: numbers, names and results, neither NIK nor score."""
    recruitment = _recruitment(player)
    player.click(recruitment.page.next_card.results_button)
    _agree(player, recruitment)
    player.paper("Pengumuman hasil seleksi dengan masa sanggahnya")


def propose(player: Player) -> None:
    """To the ministry through the province; its way is noted."""
    from desktop.recruitment.proposal import TrackDialog

    recruitment = _recruitment(player)
    page = recruitment.page
    _next(player, page, "Lampiran usulan")
    attach_papers(player, recruitment, APPLICATIONS[0].name)
    _next(player, page, "Buat surat usulan")
    _agree(player, recruitment)
    player.paper("Surat usulan melalui Dinas Sosial Provinsi Nusa Tenggara Barat")
    for status, day in (
        (ProposalStatus.RECEIVED, date(2020, 4, 28)),
        (ProposalStatus.RECOMMENDED, date(2020, 5, 4)),
    ):
        set_today(day)
        _next(player, page, "Catat perjalanan usulan")
        dialog = player.dialog(recruitment, TrackDialog)
        player.pick(dialog.status, proposal_label(status))
        player.date(dialog.on, day)
        player.click(dialog.save_button)
        player.gone(dialog)
        player.wait(partial(_stands_at, page, status), proposal_label(status))
    player.step("Perjalanan usulan: diterima dan direkomendasikan provinsi")


def receive_decree(player: Player) -> None:
    """The applicant becomes the officer of Utan without retyping; the papers that follow."""
    from desktop.officers.own_decree_form import OwnDecreeDialog
    from desktop.recruitment.proposal import VacancyDecreeDialog

    recruitment = _recruitment(player)
    page = recruitment.page
    player.click(page.decree_button)
    dialog = player.dialog(recruitment, VacancyDecreeDialog)
    player.pick(dialog.level, level_label(DecreeLevel.MINISTRY))
    player.enter(dialog.number, "12/5/SK/HK.01/5/2020")
    player.enter(dialog.issuer, "Direktur Jenderal Pemberdayaan Sosial Kementerian Sosial RI")
    player.date(dialog.dated_on, WEEKS_LATER)
    player.date(dialog.starts_on, WEEKS_LATER)
    player.date(dialog.ends_on, date(2020, 12, 31))
    player.enter(dialog.niat, "5204060125")
    player.step("SK terbit: pelamar terpilih menjadi TKSK Utan tanpa diketik ulang")
    player.click(dialog.save_button)
    player.gone(dialog)
    _next(player, page, "Cetak surat penghadapan")
    _agree(player, recruitment)
    player.paper("Surat penghadapan kepada Camat Utan")
    player.step("Lowongan Utan selesai")
    register = player.window.show_tab("officers").show_section("decrees")  # type: ignore[attr-defined]
    player.wait(lambda: register.table.current_row() is not None, "register SK")
    player.click(register.side.keputusan_button)
    own = player.dialog(register, OwnDecreeDialog)
    player.date(own.starts_on, WEEKS_LATER)
    player.date(own.ends_on, date(2020, 12, 31))
    player.date(own.dated_on, WEEKS_LATER)
    player.step("Keputusan Kepala Dinas dengan lampiran 24 TKSK")
    player.click(own.save_button)
    player.paper("Keputusan Kepala Dinas tentang penetapan TKSK")
    tab = _officers(player)
    tab.go_to_today()
    tab.refresh()
    player.choose(tab.table, UTAN)
    player.step("Daftar TKSK: Utan terisi kembali")


def _officers(player: Player) -> "RosterSection":
    return player.window.show_tab("officers").show_section("roster")  # type: ignore[attr-defined,no-any-return]


def _recruitment(player: Player) -> "RecruitmentTab":
    return player.window.show_tab("recruitment")  # type: ignore[return-value]


def _next(player: Player, page: "VacancyPage", text: str) -> None:
    """Press the page's one filled button, once it says this."""
    page.refresh()
    player.wait(lambda: page.next_button.text().strip() == text, f"langkah berikutnya {text!r}")
    player.step(f"Langkah berikutnya: {text}")
    player.click(page.next_button)


def _agree(player: Player, owner: Any) -> None:
    """Answer the question before a step."""
    from desktop.widgets.dialog import FormDialog

    dialog = player.dialog(owner, FormDialog)
    player.click(dialog.save_button)
    player.gone(dialog)  # while it is open, nothing behind it can be clicked


def _has_rows(model: Any, number: int) -> bool:
    return bool(model.rowCount() == number)


def _stands_at(page: "VacancyPage", status: ProposalStatus) -> bool:
    return bool(page.state and page.state.proposal and page.state.proposal.status is status)


def _shown_name(dialog: Any, name: str) -> bool:
    return bool(dialog.rows) and name in dialog.head.name.text() and dialog.save_button.isVisible()


def _is_ready(dialog: Any, member: str, candidate: str) -> bool:
    chosen = (dialog.member.currentText(), dialog.candidate.currentText())
    return bool(dialog.is_ready and member in chosen[0] and candidate in chosen[1])


def _has_open(dialog: Any, number: int) -> bool:
    return bool(dialog.open_sheets == number)
