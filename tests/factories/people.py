"""One cast for all tests: the district office, a township officer, the neighbouring township, a department, a stranger."""

from dataclasses import dataclass

from allauth.mfa.models import Authenticator

from xiangyue.kernel import clock
from xiangyue.org.access import actions as access
from xiangyue.org.access import queries
from xiangyue.org.access.rules import GUEST, HOUSE, Member
from xiangyue.org.access.states import Role
from xiangyue.org.people.models import Person
from xiangyue.org.units import actions as units
from xiangyue.org.units.models import Unit
from xiangyue.org.units.states import Kind

PASSWORD = "four lecturers and a drum"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
"""The second factor of everybody in the cast (base 32)."""


def a_person(username: str, name: str = "", *, second_factor: bool = True) -> Person:
    """An account, made without the journal's record and the slow password hash of `people.actions.register`."""
    person = Person(username=username, display_name=name or username, made_at=clock.now())
    person.set_password(PASSWORD)
    person.save()
    if second_factor:
        Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={"secret": SECRET})
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
    district = units.found("kecheng", "柯城区", Kind.DISTRICT, by="system")
    fushan = units.found("fushan", "府山街道", Kind.STREET, parent=district, by="system", position=1)
    hehua = units.found("hehua", "荷花街道", Kind.STREET, parent=district, by="system", position=2)
    yibao = units.found("yibao", "区医保局", Kind.DEPARTMENT, parent=district, by="system", position=3)
    village = units.found("fushan-village", "府东村", Kind.VILLAGE, parent=fushan, by="system")
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
    a_person("stranger", "有账号、没有授权的人")
    return Cast(
        office=a_member("office", Role.OFFICE, county.district, "区委宣传部"),
        officer=a_member("officer", Role.KEEPER, county.fushan, "府山街道 · 直播间管理员"),
        neighbour=a_member("neighbour", Role.KEEPER, county.hehua, "荷花街道 · 直播间管理员"),
        department=a_member("department", Role.KEEPER, county.yibao, "区医保局 · 直播间管理员"),
        host=a_member("host", Role.HOST, county.fushan, "府山街道 · 宣讲员"),
        auditor=a_member("auditor", Role.AUDITOR, county.district, "审计"),
        admin=a_member("admin", Role.ADMIN, county.district, "系统管理员"),
        stranger=queries.member(Person.objects.get(username="stranger")),
    )
