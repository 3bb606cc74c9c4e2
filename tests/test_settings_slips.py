from difflib import get_close_matches

from hypothesis import given
from hypothesis import strategies as st

from bot.settings import VARIABLES, misspelt


@st.composite
def slips(draw: st.DrawFn) -> str:
    """The name of a variable with up to five letters left out, put in or mistaken."""
    letters = list(draw(st.sampled_from(sorted(VARIABLES))))
    for _ in range(draw(st.integers(0, 5))):
        place = draw(st.integers(0, len(letters) - 1))
        letters[place : place + draw(st.integers(0, 1))] = draw(st.text("ABENORT_", max_size=1))
    return "".join(letters)


@given(slips())
def test_the_quick_look_at_a_name_misses_no_slip(name: str) -> None:
    near = get_close_matches(name, VARIABLES, n=1, cutoff=0.85) if name not in VARIABLES else []

    said = misspelt({name: "x"})

    assert [sentence.partition("did you mean ")[2] for sentence in said if "did you mean" in sentence] == [
        f"{each}?" for each in near
    ]
