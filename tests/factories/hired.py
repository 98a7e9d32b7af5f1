"""Two of the county's people taken on in a trial, with what they sign in by."""

import json
import subprocess
import sys

from xiangyue.project.trial import Trial

HIRE = """
import json
from xiangyue.project import control
control.start()
from xiangyue.project import kecheng
kecheng.load_units()
kecheng.load_accounts("hangbu", "office")
accounts = {account.username: account for account in kecheng.accounts()}
people = [accounts["hangbu"], accounts["office"]]
print(json.dumps([[person.username, person.password, person.secret] for person in people]))
"""

Login = tuple[str, str, str]
"""Name, password, secret of the second factor."""


def a_keeper_and_the_office(trial: Trial) -> tuple[Login, Login]:
    """Who keeps Hangbu's studio, and who approves at the district office."""
    done = subprocess.run([sys.executable, "-c", HIRE], env=trial.environ, capture_output=True, check=False, text=True)
    assert done.returncode == 0, done.stderr
    keeper, office = json.loads(done.stdout)
    return tuple(keeper), tuple(office)
