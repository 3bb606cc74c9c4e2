"""Settings: what is allowed, what is said of the rest, and that the files which explain them agree."""

import re
from collections.abc import Mapping
from io import StringIO
from pathlib import Path

import pytest
from dotenv import dotenv_values
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.quotas import DEFAULTS as QUOTAS_BY_DEFAULT
from bot.domain.quotas import LIMITS, Quotas
from bot.settings import QUOTAS, VARIABLES, Settings, SettingsError, misspelt

ROOT = Path(__file__).parents[1]
TOKEN = "MTAwMDAwMDAwMDAwMDAxMDAw.GaBcDe.opens-nothing-anywhere-at-all"  # noqa: S105
DEFAULTS = {
    "ENCORE_DATABASE_URL": Settings().database_url,
    "ENCORE_LOG_LEVEL": Settings().log_level,
    "ENCORE_LOG_FORMAT": Settings().log_format,
    **{variable: str(getattr(QUOTAS_BY_DEFAULT, name)) for variable, name in QUOTAS.items()},
}


def refusals(env: Mapping[str, str | None]) -> tuple[str, ...]:
    with pytest.raises(SettingsError) as refused:
        Settings.from_env(env)
    assert str(refused.value) == "\n".join(refused.value.sentences)
    return refused.value.sentences


def refusal(name: str, value: str) -> str:
    (sentence,) = refusals({name: value})
    return sentence


def test_nothing_set_gives_the_defaults() -> None:
    assert Settings.from_env({}) == Settings(
        token=None,
        database_url="sqlite:///encore.db",
        catalogue=None,
        log_level="INFO",
        log_format="text",
        dev_guild=None,
        metrics_port=None,
        quotas=Quotas(),
    )


@pytest.mark.parametrize("blank", ["", "  ", None])
def test_a_blank_value_is_as_none(blank: str | None) -> None:
    assert Settings.from_env(dict.fromkeys(VARIABLES, blank)) == Settings()


def test_every_variable_is_taken_over() -> None:
    env = {
        "DISCORD_TOKEN": f" {TOKEN}\n",
        "ENCORE_DATABASE_URL": "sqlite:////srv/encore.db",
        "ENCORE_CATALOGUE": "shows",
        "ENCORE_LOG_LEVEL": "debug",
        "ENCORE_LOG_FORMAT": "JSON",
        "ENCORE_DEV_GUILD": "100000000000002000",
        "ENCORE_METRICS_PORT": "9126",
        **{variable: str(limit.most) for variable, limit in zip(QUOTAS, LIMITS.values(), strict=True)},
    }
    assert tuple(env) == VARIABLES
    assert Settings.from_env(env) == Settings(
        token=TOKEN,
        database_url="sqlite:////srv/encore.db",
        catalogue=Path("shows"),
        log_level="DEBUG",
        log_format="json",
        dev_guild=100000000000002000,
        metrics_port=9126,
        quotas=Quotas(**{name: limit.most for name, limit in LIMITS.items()}),
    )


@pytest.mark.parametrize(
    ("name", "value", "allowed"),
    [
        ("ENCORE_DATABASE_URL", "encore.db", "sqlite:///file.db"),
        ("ENCORE_DATABASE_URL", "sqlite://encore.db", "sqlite:///file.db"),
        ("ENCORE_DATABASE_URL", "sqlite:///", "sqlite:///file.db"),
        ("ENCORE_DATABASE_URL", "sqlite:///encore.db?mode=ro", "sqlite:///file.db"),
        ("ENCORE_DATABASE_URL", "sqlite://[", "sqlite:///file.db"),
        ("ENCORE_CATALOGUE", "a\0b", "a TOML file or a folder"),
        ("ENCORE_LOG_LEVEL", "TRACE", "DEBUG, INFO, WARNING or ERROR"),
        ("ENCORE_LOG_FORMAT", "yaml", "text or json"),
        ("ENCORE_DEV_GUILD", "0", "a server's id"),
        ("ENCORE_DEV_GUILD", "١٢٣٤٥٦٧٨٩٠١٢٣٤٥٦٧٨", "a server's id"),
        ("ENCORE_DEV_GUILD", str(2**63), "a server's id"),  # more than a database can hold
        ("ENCORE_QUOTA_POLLS_PER_SERVER", "0", "a whole number from 1 to 100"),
        ("ENCORE_QUOTA_POLLS_PER_SERVER", "101", "a whole number from 1 to 100"),
        ("ENCORE_QUOTA_POLLS_PER_SERVER", "many", "a whole number from 1 to 100"),
        ("ENCORE_QUOTA_POLLS_PER_SERVER", "\u0667", "a whole number from 1 to 100"),
        ("ENCORE_QUOTA_ROWS_PER_SERVER", "99", "from 100 to 1000000, in the digits 0 to 9 alone"),
    ],
)
def test_a_wrong_value_is_named_with_what_is_allowed(name: str, value: str, allowed: str) -> None:
    sentence = refusal(name, value)
    assert sentence.startswith(f"{name} (now {value!r}) must be ")
    assert allowed in sentence


@pytest.mark.parametrize(
    "value",
    ["1,000", "1_000", "1 000", "1.000", "1e3", "1000.0", "-1000", "+1000", "1k", "\uff11\uff10\uff10"],
)
def test_a_quota_that_is_not_in_digits_alone_is_refused_and_says_so(value: str) -> None:
    assert refusal("ENCORE_QUOTA_ROWS_PER_SERVER", value) == (
        f"ENCORE_QUOTA_ROWS_PER_SERVER (now {value!r}) must be a whole number from 100 to 1000000, "
        "in the digits 0 to 9 alone."
    )


@pytest.mark.parametrize("value", ["1500", " 1500 ", "1500\n", "\u00a01500", "01500"])
def test_a_quota_is_taken_with_what_is_around_its_digits(value: str) -> None:
    assert Settings.from_env({"ENCORE_QUOTA_ROWS_PER_SERVER": value}).quotas.rows_per_server == 1500


@pytest.mark.parametrize("wrong", [f"Bot {TOKEN}", TOKEN.replace(".", "_"), TOKEN[5:20], f'"{TOKEN}"'])
def test_a_wrong_token_is_told_without_being_shown(wrong: str) -> None:
    sentence = refusal("DISCORD_TOKEN", wrong)
    assert sentence.startswith("DISCORD_TOKEN (its value is not shown) must be ")
    assert wrong not in sentence


def test_a_password_in_a_database_url_is_not_shown() -> None:
    assert "hunter2" not in refusal("ENCORE_DATABASE_URL", "postgresql://encore:hunter2@db/encore")


def test_all_faults_are_told_at_once() -> None:
    told = refusals(dict.fromkeys(VARIABLES, "\0"))
    assert tuple(sentence.split()[0] for sentence in told) == VARIABLES


# On a machine that is new to it, hypothesis is slow to draw its first text.
unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
values = st.one_of(
    st.none(),
    st.text(),
    st.sampled_from([TOKEN, "sqlite:///a.db", "info", "json", "100000000000002000", "shows"]),
    st.from_regex(r"sqlite:/{0,5}\S{0,9}"),
    st.integers(0, 10**21).map(str),
)


@unhurried
@given(st.fixed_dictionaries({}, optional=dict.fromkeys(VARIABLES, values)))
def test_whatever_is_set_gives_settings_or_one_sentence_a_fault(env: Mapping[str, str | None]) -> None:
    try:
        read = Settings.from_env(env)
    except SettingsError as error:
        told = [sentence.split()[0] for sentence in error.sentences]
        assert told == [name for name in VARIABLES if name in told]
        for name, sentence in zip(told, error.sentences, strict=True):
            assert re.fullmatch(rf"{name} \((now .+|its value is not shown)\) must be .+\.", sentence)
            assert sentence.isprintable()
            assert refusals({name: env[name]}) == (sentence,)
    else:
        assert read.log_level in {"DEBUG", "INFO", "WARNING", "ERROR"}
        assert read.log_format in {"text", "json"}
        assert read.dev_guild is None or read.dev_guild < 2**63


@unhurried
@given(st.from_regex(r"[\w-]{18,40}\.[\w-]{5,10}\.[\w-]{20,80}", fullmatch=True), st.text(max_size=3))
def test_the_token_is_in_nothing_that_is_printed(token: str, clutter: str) -> None:
    try:
        read = Settings.from_env({"DISCORD_TOKEN": clutter + token})
    except SettingsError as error:
        printed = f"{error} {error!r} {error.sentences}"
    else:
        printed = f"{read} {read!r}"
    assert token not in printed


def test_a_misspelt_variable_is_told_with_what_it_may_have_meant() -> None:
    assert misspelt(
        {"ENCORE_LOGLEVEL": "DEBUG", "ENCORE_LOG_LEVEL": "DEBUG", "PATH": "", "ENCORE_XYZZY": ""}
    ) == (
        "ENCORE_LOGLEVEL is not a setting of Encore and is ignored; did you mean ENCORE_LOG_LEVEL?",
        "ENCORE_XYZZY is not a setting of Encore and is ignored.",
    )
    (told,) = misspelt({"ENCORE_QUOTA_PANEL_PER_SERVER": "9"})
    assert told.endswith("did you mean ENCORE_QUOTA_PANELS_PER_SERVER?")


def example() -> str:
    return (ROOT / ".env.example").read_text(encoding="utf-8")


def test_the_example_names_every_variable_in_order_and_holds_the_defaults() -> None:
    shown = dotenv_values(stream=StringIO(re.sub(r"^#(?=[A-Z_]+=)", "", example(), flags=re.MULTILINE)))
    assert tuple(shown) == VARIABLES
    assert {name: value for name, value in shown.items() if value} == DEFAULTS


def test_the_example_sets_nothing_as_it_is() -> None:
    assert dotenv_values(stream=StringIO(example())) == {"DISCORD_TOKEN": ""}


def test_the_readme_explains_every_variable_in_order_with_its_default() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| `((?:DISCORD|ENCORE)_[A-Z_]+)` \|(.+)$", text, re.MULTILINE))
    assert tuple(rows) == VARIABLES
    for name, default in DEFAULTS.items():
        assert f"`{default}`" in rows[name]
    for name, limit in zip(QUOTAS, LIMITS.values(), strict=True):
        assert rows[name] == f" {limit.what} | `{limit.default}` | {limit.least:,} to {limit.most:,} |"


@pytest.mark.parametrize(
    "name", [name for name in VARIABLES if name not in {"DISCORD_TOKEN", "ENCORE_CATALOGUE"}]
)
def test_a_token_in_the_wrong_place_is_not_shown(name: str) -> None:
    with pytest.raises(SettingsError) as refused:
        Settings.from_env({name: TOKEN})
    assert TOKEN not in str(refused.value)
    assert TOKEN not in "".join(misspelt({f"ENCORE_{TOKEN}": "1"}))


def test_a_slip_in_the_name_of_the_token_is_told() -> None:
    assert misspelt({"DISCORD_TOKN": "x", "PATH": "/bin", "discord_token": "x"}) == (
        "DISCORD_TOKN is not a setting of Encore and is ignored; did you mean DISCORD_TOKEN?",
        "discord_token is not a setting of Encore and is ignored; did you mean DISCORD_TOKEN?",
    )
