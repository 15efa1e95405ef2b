"""Copies of people as slips of the pen make them: by the recipe of performance.md, and by another."""

import random
from collections.abc import Callable
from datetime import date

from db.rules.names import fold

KEYS = "qwertyuiopasdfghjklzxcvbnm"
BESIDE = """wa qes wrd etf ryg tuh yij uok ipl o qsz awdx sefc drgv fthb gyjn hukm jil ko xas zcsd xvdf cbfg
vnhg bmhj njk"""
NEIGHBOURS = dict(zip(KEYS, BESIDE.split(), strict=True))
SPELLINGS = (("u", "oe"), ("j", "dj"), ("y", "j"), ("i", "ie"), ("f", "p"), ("sy", "s"), ("h", ""))
FIRST_NAMES = (("Muhammad", "Muh."), ("Muhammad", "Moh."), ("Muhammad", "M."), ("Siti", "St."))
BY_EAR = (("i", "y"), ("a", "e"), ("u", "o"), ("d", "t"), ("k", "q"), ("s", "z"), ("n", "nn"), ("ai", "ei"))


class Recipe:
    """What comes of one person written a second time, in another desa of these codes perhaps."""

    def __init__(self, codes, seed):
        self.codes = codes
        self.chance = random.Random(seed)

    def one_of(self, *ways: tuple[float, Callable]):
        """One way, as often as its share says."""
        [way] = self.chance.choices([way for _share, way in ways], [share for share, _way in ways])
        return way

    def copy(self, person, number):
        """The columns of the copy."""
        name = self.name(person["name"])
        born = self.born(date.fromisoformat(person["birth_date"]))
        sex = person["sex"] if self.chance.random() < 0.99 else {"L": "P", "P": "L"}[person["sex"]]
        desa = self.desa(person["desa_code"])
        head = f"{desa[:6]}{born.day + (40 if sex == 'P' else 0):02}{born:%m%y}"
        same = self.chance.random() < 0.6
        return person | {
            "id": number,
            "name": name,
            "folded": fold(name),
            "birth_date": born.isoformat(),
            "sex": sex,
            "desa_code": desa,
            "nik": f"{head}{number % 8999 + 1:04}",
            "kk": f"{desa[:6]}{number:010}",
            "address": person["address"] if same else f"Jl. Baru {self.chance.randrange(90)}",
            "mother": "",
            "phone": "",
        }

    def name(self, name):
        words = name.split()
        return self.one_of(
            (45, self.slip),
            (15, lambda name: self.slip(self.slip(name))),
            (15, lambda name: self.respelt(name, (*FIRST_NAMES, *SPELLINGS))),
            (10, lambda _name: " ".join(words[:-1]) or name),
            (5, lambda _name: " ".join((*words[1:2], words[0], *words[2:]))),
            (10, str),
        )(name)

    def slip(self, name):
        """A neighbouring key, a letter left out, doubled, or two turned round; never the first of a word."""
        inside = [place for place in range(1, len(name)) if name[place].isalpha() and name[place - 1] != " "]
        if not inside:
            return name
        at = self.chance.choice(inside)
        before, letter, after = name[:at], name[at], name[at + 1 :]
        turned = after[:1] + letter + after[1:] if after[:1].strip() else letter + letter + after
        return before + self.chance.choice(
            (self.chance.choice(NEIGHBOURS[letter.lower()]) + after, after, letter + letter + after, turned)
        )

    def respelt(self, name, spellings):
        fitting = [(old, new) for old, new in spellings if old in name[1:] or name.startswith(f"{old} ")]
        if not fitting:
            return name
        old, new = self.chance.choice(fitting)
        at = 0 if old[0].isupper() else name.index(old, 1)
        return name[:at] + new + name[at + len(old) :]

    def born(self, born):
        return self.one_of(
            (75, lambda: born),
            (8, lambda: self.other_day(born)),
            (7, lambda: _replaced(born, day=born.month, month=born.day)),
            (5, lambda: _replaced(born, year=born.year + self.chance.choice((-1, 1)))),
            (5, lambda: born.replace(month=1, day=1)),
        )()

    def other_day(self, born):
        """One digit of the day is another."""
        digits, place = f"{born.day:02}", self.chance.randrange(2)
        others = [
            digits[:place] + digit + digits[place + 1 :] for digit in "0123456789" if digit != digits[place]
        ]
        self.chance.shuffle(others)
        return next((day for one in others if (day := _replaced(born, day=int(one))) != born), born)

    def desa(self, code):
        near = [one for one in self.codes if one[:6] == code[:6] and one != code]
        return self.one_of(
            (85, lambda: code),
            (10, lambda: self.chance.choice(near or [code])),
            (5, lambda: self.chance.choice(self.codes)),
        )()


class OfficeRecipe(Recipe):
    """As lists of offices differ: capitals, titles, initials, names by ear, words joined or parted; months
    and decades mistaken; a NIK with two digits turned round, or none; the same family."""

    def copy(self, person, number):
        copied = super().copy(person, number)
        nik = person["nik"]
        keeps_family = self.chance.random() < 0.5
        return copied | {
            "nik": f"{nik[:8]}{nik[9]}{nik[8]}{nik[10:]}"
            if nik and nik[8] != nik[9] and number % 3 == 0
            else None,
            "kk": person["kk"] if keeps_family else copied["kk"],
        }

    def name(self, name):
        words = name.split()
        return self.one_of(
            (20, str),
            (15, str.upper),
            (10, lambda name: f"H. {name}, S.Pd."),
            (25, lambda name: self.respelt(name, BY_EAR)),
            (10, lambda name: name.replace(" ", "", 1)),
            (10, lambda _name: " ".join(words[1:]) or name),
            (10, lambda name: self.slip(name)),
        )(name)

    def born(self, born):
        return self.one_of(
            (80, lambda: born),
            (8, lambda: _replaced(born, month=self.chance.randrange(1, 13))),
            (6, lambda: _replaced(born, year=born.year + self.chance.choice((-10, 10)))),
            (6, lambda: self.other_day(born)),
        )()


def _replaced(born, **parts):
    try:
        return born.replace(**parts)
    except ValueError:
        return born
