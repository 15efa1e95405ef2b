"""Taking down a case: forms F-1 to F-5 in one dialog, made for entering hundreds of them by keyboard."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import QDate, QLocale, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QButtonGroup, QLineEdit, QWidget

from db.rules.kind_fields import form_of
from db.rules.mapping import ALSO_OF_GROUPS, RecordState, Subject, doubt_pairs
from db.rules.words import _, ngettext
from db.services.mapping import entry, families, lists, records
from db.services.mapping.collectives import FIELDS as COLLECTIVE
from db.services.mapping.collectives import CollectiveForm
from db.services.mapping.families import FamilyForm, MemberForm
from db.services.mapping.lists import EntryLists
from db.services.mapping.records import RecordForm
from db.services.people import PersonFacts
