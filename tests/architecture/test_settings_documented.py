from pathlib import Path

from xiangyue.project import settings_doc
from xiangyue.project.config import SETTINGS

PAGE = Path(__file__).parents[2] / "docs" / "settings.md"


def test_the_page_of_settings_is_the_list_of_settings():
    assert PAGE.read_text() == settings_doc.page(), "run: python -m xiangyue.project.settings_doc > docs/settings.md"


def test_every_setting_is_said_in_both_languages():
    for setting in SETTINGS:
        chinese, _, english = setting.help.partition("。 ")
        assert any("一" <= letter <= "鿿" for letter in chinese), setting.name
        assert english.isascii(), setting.name
        assert english.endswith("."), setting.name
