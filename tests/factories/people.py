"""One cast for all tests: the district office, a township officer, the neighbouring township, a department, a stranger."""

from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import make_password

from xiangyue.kernel import clock
from xiangyue.org.access import actions as access
from xiangyue.org.access import queries
from xiangyue.org.access.models import Grant
from xiangyue.org.access.rules import GUEST, HOUSE, Member, Post
from xiangyue.org.access.states import Role
from xiangyue.org.people.models import Person
from xiangyue.org.units.models import Unit
from xiangyue.org.units.states import Kind

PASSWORD = "four lecturers and a drum"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
"""The second factor of everybody in the cast (base 32)."""


def a_person(username: str, name: str = "", *, second_factor: bool = True) -> Person:
    """An account, made without the journal's record of `people.actions.register`."""
    person = _person(username, name)
    person.save()
    if second_factor:
        _factor(person).save()
    return person


def a_member(username: str, role: Role, unit: Unit, name: str = "") -> Member:
    """Somebody with one role in one unit."""
    person = a_person(username, name)
    access.grant(person, role, unit, by=HOUSE)
    return queries.member(person)


@dataclass(frozen=True, slots=True)
class County:
    """A small county: the district, two streets, a department, a village under the first street."""

    district: Unit
    fushan: Unit
    hehua: Unit
    yibao: Unit
    village: Unit


def a_county() -> County:
    """Rows only: founding a unit by its verb, with its record, is tested where units are."""
    district = Unit(code="kecheng", name="柯城区", kind=Kind.DISTRICT, path="kecheng/")
    fushan = Unit(code="fushan", name="府山街道", kind=Kind.STREET, parent=district, path="kecheng/fushan/", position=1)
    hehua = Unit(code="hehua", name="荷花街道", kind=Kind.STREET, parent=district, path="kecheng/hehua/", position=2)
    yibao = Unit(
        code="yibao", name="区医保局", kind=Kind.DEPARTMENT, parent=district, path="kecheng/yibao/", position=3
    )
    village = Unit(
        code="fushan-village",
        name="府东村",
        kind=Kind.VILLAGE,
        parent=fushan,
        path="kecheng/fushan/fushan-village/",
    )
    for generation in ([district], [fushan, hehua, yibao], [village]):
        for unit in generation:
            unit.short_name = unit.name
            unit.parent = unit.parent  # its number is known only now
        Unit.objects.bulk_create(generation)
    return County(district, fushan, hehua, yibao, village)


@dataclass(frozen=True, slots=True)
class Cast:
    """Who is who in the tests. Every account's password is PASSWORD, its second factor SECRET."""

    office: Member
    officer: Member
    neighbour: Member
    department: Member
    host: Member
    auditor: Member
    admin: Member
    stranger: Member
    guest: Member = GUEST

    def __iter__(self):
        return iter(
            (
                self.office,
                self.officer,
                self.neighbour,
                self.department,
                self.host,
                self.auditor,
                self.admin,
                self.stranger,
                self.guest,
            )
        )


def a_cast(county: County) -> Cast:
    """Rows only, three statements: most tests begin with these people."""
    posts = {
        "office": ("区委宣传部", Role.OFFICE, county.district),
        "officer": ("府山街道 · 直播间管理员", Role.KEEPER, county.fushan),
        "neighbour": ("荷花街道 · 直播间管理员", Role.KEEPER, county.hehua),
        "department": ("区医保局 · 直播间管理员", Role.KEEPER, county.yibao),
        "host": ("府山街道 · 宣讲员", Role.HOST, county.fushan),
        "auditor": ("审计", Role.AUDITOR, county.district),
        "admin": ("系统管理员", Role.ADMIN, county.district),
    }
    people = {username: _person(username, name) for username, (name, _role, _unit) in posts.items()}
    stranger = _person("stranger", "有账号、没有授权的人")
    Person.objects.bulk_create([*people.values(), stranger])
    Authenticator.objects.bulk_create([_factor(person) for person in (*people.values(), stranger)])
    Grant.objects.bulk_create(
        Grant(person=people[username], role=role, unit=unit, since_at=clock.now(), granted_by="system")
        for username, (_name, role, unit) in posts.items()
    )
    members = {
        username: Member(username, name, (Post(role, unit.code, unit.path),))
        for username, (name, role, unit) in posts.items()
    }
    return Cast(**members, stranger=Member("stranger", stranger.display_name))


def _person(username: str, name: str) -> Person:
    return Person(
        username=username,
        display_name=name or username,
        password=make_password(PASSWORD, salt="pepper", hasher="md5"),
        made_at=clock.now(),
    )


def _factor(person: Person) -> Authenticator:
    return Authenticator(user=person, type=Authenticator.Type.TOTP, data={"secret": SECRET})
