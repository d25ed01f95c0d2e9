"""The labs of docs/labs: their code runs as printed, and prints what is shown."""
import re

import pytest

from labs import LABS, PAGES, Lab, environment, matches, missing
from thingcore import CLEAN_ENV


@pytest.mark.parametrize("name", PAGES)
def test_lab(fresh, tmp_path, name):
    page = LABS / name
    given = environment(fresh())
    if absent := missing(page, given):
        pytest.skip(f"not installed: {', '.join(absent)}")
    directory = tmp_path / "lab"
    directory.mkdir()
    lab = Lab(page, directory, given)
    try:
        lab.follow()
    finally:
        lab.leave()


def test_the_labs_are_given_what_their_readme_exports(fresh):
    told = (LABS / "README.md").read_text()
    exported = {name for line in re.findall(r"^export (.*)$", told, re.MULTILINE)
                for name in re.findall(r"(\w+)=", line)}
    assert exported == set(environment(fresh())) - set(CLEAN_ENV)
    for page in PAGES:
        assert f"]({page})" in told, page


def test_what_a_page_shows_is_compared():
    assert matches("a ... c\n", "a b\nb c")
    assert matches("...\nlast\n", "first\nlast")
    assert not matches("a\n", "a\nb") and not matches("a.c", "abc") and not matches("a ... c", "a b")


PAGE = """
```python file=hello.py
print("hello")
```
```bash
WHO=you
python3 hello.py
```
```text
hello
```
```bash fails
test $WHO = me
```
```bash again
echo x >> again.txt; wc -l < again.txt
```
```text
3
```
"""


@pytest.mark.parametrize("right, wrong", [
    (None, None), ("text\nhello", "text\nbye"), ("bash fails", "bash"), ("= me", "= you"), ("bash again", "bash"),
    ("python3 hello.py", "python3 none.py || echo hello; false; echo hello"), ("WHO=you", "exit"),
], ids=["right", "other output", "unexpected failure", "no failure", "too early", "earlier failure", "the shell ends"])
def test_a_page_that_does_not_hold_fails(tmp_path, right, wrong):
    (tmp_path / "page.md").write_text(PAGE if right is None else PAGE.replace(right, wrong))
    lab = Lab(tmp_path / "page.md", tmp_path, CLEAN_ENV)
    try:
        if right is None:
            lab.follow()
        else:
            with pytest.raises(AssertionError):
                lab.follow()
    finally:
        lab.leave()
