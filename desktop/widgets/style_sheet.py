"""The style sheet over Fusion; theme.py puts the colours and the marks in."""

SHEET = """
QMainWindow, QDialog, QWizard { background: $base; }
QToolTip { background: $raised; color: $text; border: 1px solid $edge; padding: 4px 8px; }

/* Words */
QLabel { background: transparent; }
QLabel[role="title"] { font-size: 15pt; font-weight: 600; }
QLabel[role="section"] { color: $muted; font-size: 9pt; font-weight: 600; }
QLabel[role="muted"] { color: $muted; }
QLabel[role="strong"] { font-weight: 600; }
QLabel[role="note"] { color: $muted; font-size: 9pt; }
QLabel[tone="good"] { color: $good; }
QLabel[tone="warn"] { color: $warn; }
QLabel[tone="bad"] { color: $bad; }
QLabel[tone="info"] { color: $info; }
QLabel:disabled { color: $disabled; }
QLabel[role="pill"] { border-radius: 10px; padding: 2px 9px; }
QLabel[role="pill"][tone="good"] { color: $good; background: $good_bg; }
QLabel[role="pill"][tone="warn"] { color: $warn; background: $warn_bg; }
QLabel[role="pill"][tone="bad"] { color: $bad; background: $bad_bg; }
QLabel[role="pill"][tone="info"] { color: $info; background: $info_bg; }
QLabel[role="pill"][tone="neutral"] { color: $neutral; background: $neutral_bg; }

/* Boxes */
QFrame[role="card"] { background: $surface; border: 1px solid $line; border-radius: 8px; }
QFrame[role="banner"] { background: $info_bg; border: 0; border-radius: 5px; }
QFrame[role="banner"][tone="good"] { background: $good_bg; }
QFrame[role="banner"][tone="warn"] { background: $warn_bg; }
QFrame[role="banner"][tone="bad"] { background: $bad_bg; }
QFrame[role="banner"][tone="neutral"] { background: $neutral_bg; }
QFrame[role="banner"] QLabel[tone="neutral"] { color: $neutral; }
QFrame[role="window"][practice="true"] { border: 4px solid $bad; }
QLabel[role="practice"] { color: $bad; font-weight: 600; padding: 0 8px; }
QFrame[role="line"] { background: $line; border: 0; max-height: 1px; min-height: 1px; }
QWidget[role="cover"] { background: $surface; }
QScrollArea, QScrollArea > QWidget > QWidget[role="clear"] { background: transparent; border: 0; }
QGroupBox { border: 1px solid $line; border-radius: 8px; margin-top: 10px; padding: 12px 8px 8px 8px; }
QGroupBox::title { subcontrol-origin: margin; left: 12px; padding: 0 4px; color: $muted; }
QSplitter::handle { background: transparent; }

/* Buttons */
QPushButton { background: $raised; color: $text; border: 1px solid $edge; border-radius: 5px;
    padding: 5px 12px; min-height: 20px; }
QPushButton:hover { border-color: $accent; }
QPushButton:pressed { background: $chosen; }
QPushButton:focus { border: 2px solid $accent; padding: 4px 11px; }
QPushButton:disabled { color: $disabled; border-color: $line; background: $base; }
QPushButton:checked { background: $chosen; border-color: $accent; }
QPushButton[role="stage"] { padding: 3px 6px; min-height: 36px; font-size: 8.5pt; }
QPushButton[role="stage"]:focus { padding: 2px 5px; }
QPushButton[tone="good"]:checked { background: $good_bg; color: $good; border-color: $good; }
QPushButton[tone="bad"]:checked { background: $bad_bg; color: $bad; border-color: $bad; }
QPushButton::menu-indicator { image: $down_mark; subcontrol-origin: padding;
    subcontrol-position: center right; right: 4px; width: 16px; height: 16px; }
QPushButton[menu="true"] { padding-right: 28px; }
QPushButton[menu="true"]:focus { padding-right: 27px; }
QPushButton[role="primary"] { background: $accent; color: $on_accent; border-color: $accent;
    font-weight: 600; }
QPushButton[role="primary"]:hover, QPushButton[role="primary"]:pressed {
    background: $accent_strong; border-color: $accent_strong; }
QPushButton[role="primary"]:focus { border: 2px solid $text; padding: 4px 11px; }
QPushButton[role="primary"]:disabled { background: $neutral_bg; color: $muted; border-color: $neutral_bg; }
QPushButton[role="danger"] { color: $bad; }
QPushButton[role="danger"]:hover { border-color: $bad; }
QPushButton[role="danger"]:pressed { background: $bad_bg; }
QPushButton[role="danger"]:focus { border: 2px solid $bad; }
QPushButton[role="danger"]:disabled { color: $disabled; border-color: $line; }
QPushButton[role="link"] { background: transparent; border: 1px solid transparent; color: $accent;
    padding: 0; min-height: 18px; text-align: left; }
QPushButton[role="link"]:hover { text-decoration: underline; }
QPushButton[role="link"]:focus { border: 1px solid $accent; padding: 0; }
QPushButton[role="link"]:disabled { color: $disabled; }
QToolButton { background: transparent; border: 1px solid transparent; border-radius: 5px; padding: 4px; }
QToolButton:hover { background: $chosen; }
QToolButton:pressed, QToolButton:checked { background: $chosen; border-color: $accent; }
QToolButton:focus { border: 1px solid $accent; }
QToolButton::menu-indicator { image: none; }

/* Fields */
QLineEdit, QComboBox, QAbstractSpinBox, QPlainTextEdit, QTextEdit { background: $surface; color: $text;
    border: 1px solid $edge; border-radius: 5px;
    selection-background-color: $accent; selection-color: $on_accent; }
QLineEdit { padding: 5px 7px; min-height: 20px; }
QComboBox, QAbstractSpinBox { padding: 5px 8px; min-height: 20px; }
QAbstractSpinBox { max-height: 20px; }
QPlainTextEdit, QTextEdit { padding: 3px 4px; }
QLineEdit:focus, QComboBox:focus, QAbstractSpinBox:focus, QPlainTextEdit:focus, QTextEdit:focus {
    border: 2px solid $accent; }
QLineEdit:focus { padding: 4px 6px; }
QComboBox:focus, QAbstractSpinBox:focus { padding: 4px 7px; }
QPlainTextEdit:focus, QTextEdit:focus { padding: 2px 3px; }
QLineEdit[tone="bad"], QComboBox[tone="bad"], QAbstractSpinBox[tone="bad"], QPlainTextEdit[tone="bad"] {
    border-color: $bad; }
QLineEdit:disabled, QComboBox:disabled, QAbstractSpinBox:disabled, QPlainTextEdit:disabled,
    QTextEdit:disabled {
    background: $base; color: $disabled; border-color: $line; }
QLineEdit:read-only, QComboBox[tone="locked"] { background: $base; border-color: $line; }
QComboBox[tone="locked"]::down-arrow { image: none; }
QLineEdit[tone="bad"]:read-only { border-color: $bad; }
QComboBox QLineEdit, QAbstractSpinBox QLineEdit, QComboBox QLineEdit:focus,
    QAbstractSpinBox QLineEdit:focus { border: 0; padding: 0; min-height: 0; background: transparent; }
QComboBox { padding-right: 24px; }
QComboBox:focus { padding-right: 23px; }
QComboBox::drop-down { border: 0; width: 24px; subcontrol-origin: border; subcontrol-position: center right; }
QComboBox::down-arrow { image: $down_mark; width: 16px; height: 16px; }
QComboBox::down-arrow:disabled { image: $down_disabled; }
QComboBox QAbstractItemView { background: $raised; color: $text; border: 1px solid $edge; padding: 2px;
    outline: 0;
    selection-background-color: $chosen; selection-color: $text; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button { border: 0; width: 20px;
    subcontrol-origin: border; }
QAbstractSpinBox::up-button { subcontrol-position: top right; }
QAbstractSpinBox::down-button { subcontrol-position: bottom right; }
QAbstractSpinBox::up-arrow { image: $up_mark; width: 12px; height: 12px; }
QAbstractSpinBox::down-arrow { image: $down_mark; width: 12px; height: 12px; }
QAbstractSpinBox::up-arrow:disabled, QAbstractSpinBox::up-arrow:off { image: $up_disabled; }
QAbstractSpinBox::down-arrow:disabled, QAbstractSpinBox::down-arrow:off { image: $down_disabled; }
QDateTimeEdit::drop-down { border: 0; width: 24px; subcontrol-origin: border;
    subcontrol-position: center right; }
QDateTimeEdit::down-arrow { image: $down_mark; width: 16px; height: 16px; }
QCheckBox, QRadioButton { spacing: 8px; padding: 3px 4px; border: 1px solid transparent; border-radius: 5px; }
QCheckBox:focus, QRadioButton:focus { border-color: $accent; }
QCheckBox:disabled, QRadioButton:disabled { color: $disabled; }
QCheckBox::indicator, QGroupBox::indicator, QAbstractItemView::indicator {
    width: 14px; height: 14px; border: 1px solid $muted; border-radius: 4px; background: $surface; }
QCheckBox::indicator:checked, QGroupBox::indicator:checked, QAbstractItemView::indicator:checked {
    background: $accent; border-color: $accent; image: $tick_on_accent; }
QCheckBox::indicator:indeterminate, QAbstractItemView::indicator:indeterminate {
    background: $accent; border-color: $accent; image: $dash_on_accent; }
QCheckBox::indicator:hover, QRadioButton::indicator:hover { border-color: $accent; }
QCheckBox::indicator:disabled { border-color: $line; background: $base; }
QCheckBox::indicator:checked:disabled { image: $tick_disabled; }
QRadioButton::indicator { width: 14px; height: 14px; border: 1px solid $muted; border-radius: 8px;
    background: $surface; }
QRadioButton::indicator:checked { border: 5px solid $accent; width: 6px; height: 6px;
    background: $on_accent; }
QRadioButton::indicator:disabled { border-color: $line; background: $base; }

/* Tables and lists */
QTableView { background: $surface; border: 1px solid $line; border-radius: 8px; padding: 2px; outline: 0;
    alternate-background-color: $alt; selection-background-color: $chosen; selection-color: $text; }
QTableView:focus { border-color: $accent; }
QHeaderView { background: $surface; border: 0; }
QHeaderView::section { background: $surface; color: $muted; border: 0; border-bottom: 1px solid $line;
    padding: 6px 11px; font-weight: 600; }
QHeaderView::section:hover { color: $text; }
QHeaderView::up-arrow { image: $up_mark; width: 14px; height: 14px; subcontrol-position: center right;
    right: 4px; }
QHeaderView::down-arrow { image: $down_mark; width: 14px; height: 14px; subcontrol-position: center right;
    right: 4px; }
QListView, QTreeView { background: $surface; border: 1px solid $line; border-radius: 5px; padding: 2px;
    outline: 0;
    selection-background-color: $chosen; selection-color: $text; }
QListView:focus, QTreeView:focus { border-color: $accent; }
QListView::item, QTreeView::item { padding: 5px 8px; border-radius: 4px; }
QListView::item:selected, QTreeView::item:selected { background: $chosen; color: $text; }
QListView::item:hover:!selected { background: $alt; }

/* The frame of the window */
QMenuBar { background: $surface; color: $text; border: 0; padding: 2px 8px; }
QMenuBar::item { padding: 4px 8px; border-radius: 4px; background: transparent; }
QMenuBar::item:selected, QMenuBar::item:pressed { background: $chosen; }
QMenu { background: $raised; color: $text; border: 1px solid $edge; padding: 4px; }
QMenu::item { padding: 6px 28px 6px 12px; border-radius: 4px; }
QMenu::item:selected { background: $chosen; }
QMenu::item:disabled { color: $disabled; }
QMenu::icon { left: 8px; }
QMenu::separator { height: 1px; background: $line; margin: 4px 8px; }
QMenu::indicator { width: 16px; height: 16px; left: 6px; }
QMenu::indicator:checked { image: $tick_mark; }
QMenu::right-arrow { image: $right_mark; width: 14px; height: 14px; }
QTabWidget::pane { border: 0; border-top: 1px solid $line; }
QTabWidget::tab-bar { left: 0; }
QTabBar { background: $surface; qproperty-drawBase: 0; }
QTabBar::tab { background: $surface; color: $muted; padding: 9px 16px 8px 12px; border: 0;
    border-bottom: 2px solid transparent; }
QTabBar::tab:selected { color: $accent; border-bottom: 2px solid $accent; font-weight: 600; }
QTabBar::tab:hover:!selected { color: $text; }
QTabBar::tab:focus { background: $base; }
QTabBar::tab:disabled { color: $disabled; }
QTabWidget { background: $surface; }
QStatusBar { background: $surface; color: $muted; border-top: 1px solid $line; }
QStatusBar::item { border: 0; }
QStatusBar QLabel { color: $muted; padding: 0 4px; }
QProgressBar { background: $line; border: 0; border-radius: 3px; max-height: 6px; min-height: 6px;
    color: transparent; }
QProgressBar::chunk { background: $accent; border-radius: 3px; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; }
QScrollBar::handle { background: $edge; border-radius: 3px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 36px; }
QScrollBar::handle:horizontal { min-width: 36px; }
QScrollBar::handle:hover { background: $muted; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QAbstractScrollArea::corner { background: transparent; }

/* The calendar */
QFrame[role="popup"] { background: $raised; border: 1px solid $edge; }
QCalendarWidget QWidget#qt_calendar_navigationbar { background: $raised; }
QCalendarWidget QToolButton { color: $text; font-weight: 600; padding: 4px 8px; }
QCalendarWidget QToolButton#qt_calendar_prevmonth { qproperty-icon: $left_mark; }
QCalendarWidget QToolButton#qt_calendar_nextmonth { qproperty-icon: $right_mark; }
QCalendarWidget QAbstractItemView { background: $surface; color: $text; outline: 0; border: 0;
    border-radius: 0;
    selection-background-color: $accent; selection-color: $on_accent; alternate-background-color: $alt; }
QCalendarWidget QAbstractItemView:disabled { color: $disabled; }
"""
