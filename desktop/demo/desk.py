"""What lies on the desk in the story of Utan: applications and the panel. All persons are invented."""

from dataclasses import dataclass

from db.rules.recruitment import PanelRole


@dataclass(frozen=True)
class PaperApplication:
    """An application as it lies on the desk, and the scores its owner will get from each of the panel."""

    name: str
    nik: str
    desa: str
    phone: str
    education: str
    birth_place: str
    address: str
    papers: int  # how many of the required papers are there, from the first
    scores: tuple[tuple[int, ...], ...] = ()


ALL = 99  # papers
LATER = "Berkas dijanjikan selambatnya hari wawancara"

APPLICATIONS = (
    PaperApplication(
        *("Rina Marlina", "5204064501929002", "Motong", "081234567801", "Diploma IV/Strata I"),
        *("Utan", "Dusun Motong Barat", ALL),
        ((80, 75, 70, 85, 60, 70), (70, 80, 75, 80, 70, 65), (90, 85, 80, 75, 65, 80)),
    ),
    PaperApplication(
        *("Ahmad Zaelani", "5204061508909001", "Jorok", "081234567802", "SLTA"),
        *("Utan", "Dusun Jorok Timur", ALL),
        ((75, 70, 80, 70, 65, 60), (70, 75, 70, 80, 60, 70), (80, 70, 75, 75, 70, 65)),
    ),
    PaperApplication(
        *("Siti Hajar", "5204066203949005", "Stowe Brang", "081234567803", "Akademi/Diploma III"),
        *("Sumbawa Besar", "Dusun Stowe", 10),
        ((65, 70, 75, 80, 75, 60), (70, 65, 70, 75, 80, 65), (75, 70, 65, 70, 80, 70)),
    ),
    PaperApplication(
        *("Budi Santoso", "5204061003849003", "Sabedo", "081234567804", "SLTA"),
        *("Utan", "Dusun Sabedo Dalam", ALL),
    ),
    PaperApplication(
        *("Nia Lestari", "5204055507929004", "Luar", "081234567805", "SLTA"), *("Alas", "Dusun Luar", ALL)
    ),
)
TEAM = (
    ("Drs. H. Ahmad Fauzi, M.Si.", "Dinas Sosial Kabupaten Sumbawa", PanelRole.CHAIR),
    ("Sri Lestari Handayani, S.Sos.", "Dinas Sosial Kabupaten Sumbawa", PanelRole.SECRETARY),
    ("Lalu Wirya Kusuma, S.H.", "Inspektorat Kabupaten Sumbawa", PanelRole.MEMBER),
)
