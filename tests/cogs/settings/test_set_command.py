"""/settings set: what people type, and what is suggested while they do."""

import discord
import pytest

from cogs.settings.fields import FIELDS
from tests.cogs.settings.support import HIDDEN, logged, manager, put, stored, view
from tests.world import World, answer, words


@pytest.mark.parametrize(
    ("setting", "typed", "value"),
    [
        ("zone", "Europe/Berlin", "Europe/Berlin"),
        ("zone", "new york", "America/New_York"),
        ("show", "kaleido star", "kaleido-star"),
        ("show", "kaleido-star", "kaleido-star"),
        ("show", "KALEI", "kaleido-star"),
        ("demand", "watched", "watched"),
        ("demand", "they were at a party for it", "attended"),
        ("reveal", "Nothing until it is closed", "closed"),
        ("hides_titles", "yes", "yes"),
        ("hides_titles", "on", "yes"),
        ("hides_titles", "TRUE", "yes"),
        ("minimum", "10", "10"),
        ("minimum", "10 votes", "10"),
        ("weight", "0", "0"),
        ("weight", "none", "0"),
        ("reminder", "never", "0"),
        ("reminder", "1 hour before the start", "60"),
        ("reminder", "2h", "120"),
        ("reminder", "1 day", "1440"),
        ("reminder", "\uff14\uff15 min", "45"),
        ("presence", "75 %", "75"),
        ("presence", "75%", "75"),
        ("runtime", "23 minutes", "23"),
        ("pause", "no break", "0"),
        ("voter_role", "crew", "crew"),
        ("voter_role", "@Crew", "crew"),
        ("plan_role", "CREW", "crew"),
        ("reminder_role", "cre", "crew"),
    ],
)
async def test_a_value_is_read_as_people_write_it(world: World, setting: str, typed: str, value: str) -> None:
    mia = manager(world)
    crew = world.guild.create_role("Crew", mentionable=True)
    await world.env.settle()

    told = await put(world, mia, setting, typed)

    assert "✅ **Changed** " in told
    assert await stored(world) == {setting: str(crew.id) if value == "crew" else value}


@pytest.mark.parametrize("form", ["<@&{}>", "{}"])
async def test_a_role_is_named_by_mention_and_id(world: World, form: str) -> None:
    mia = manager(world)
    crew = world.guild.create_role("Crew")
    await world.env.settle()

    await put(world, mia, "voter_role", form.format(crew.id))

    assert await stored(world) == {"voter_role": str(crew.id)}


@pytest.mark.parametrize("form", ["<#{}>", "{}", "lounge", "#lounge", "LOUN"])
async def test_a_channel_is_named_by_mention_id_and_name(world: World, form: str) -> None:
    mia = manager(world)

    await put(world, mia, "announce", form.format(world.channel.id))

    assert await stored(world) == {"announce": str(world.channel.id)}


@pytest.mark.parametrize(
    ("setting", "value", "typed"),
    [
        ("voter_role", "Crew", "default"),
        ("voter_role", "Crew", "everybody"),
        ("plan_role", "Crew", "@everyone"),
        ("reminder_role", "Crew", "none"),
        ("announce", "lounge", "nowhere"),
        ("log", "lounge", "Default"),
        ("reminder", "60", "default"),
        ("zone", "Tokyo", "UTC"),
        ("show", "kaleido-star", "default"),
    ],
)
async def test_a_setting_is_reset_by_a_word(world: World, setting: str, value: str, typed: str) -> None:
    mia = manager(world)
    world.guild.create_role("Crew", mentionable=True)
    await world.env.settle()
    await put(world, mia, setting, value)

    told = await put(world, mia, setting, typed)

    assert "✅ **Changed** " in told
    assert await stored(world) == {}


@pytest.mark.parametrize("setting", ["voter_role", "plan_role", "reminder_role"])
async def test_a_role_of_a_bot_that_is_chosen_in_the_list_gets_a_sentence_and_bars_nobody(
    world: World, setting: str
) -> None:
    mia, me = manager(world), world.guild.me
    assert me is not None
    (own,) = (world.guild.roles[role.name] for role in me.roles if role.managed)
    shown = await view(world, mia, setting)

    told = answer(await mia.select(shown, [own]))

    assert words(told) == "That role belongs to a bot, and no member can have it. Choose another one."
    assert await stored(world) == {}


@pytest.mark.parametrize(
    ("setting", "typed", "said"),
    [
        ("minimum", "0", "takes a whole number of votes from 1 to 100, not “\u20680\u2069”."),
        ("minimum", "101", "from 1 to 100"),
        ("weight", "-1", "from 0 to 100"),
        ("weight", "1.5", "from 0 to 100"),
        ("reminder", "25 hours", "from 0 to 1,440"),
        ("reminder", "soon", "from 0 to 1,440"),
        ("presence", "0 %", "from 1 to 100"),
        ("runtime", "601", "from 1 to 600"),
        ("runtime", "50 %", "a whole number of minutes from 1 to 600"),
        ("minimum", "1 hour", "a whole number of votes from 1 to 100"),
        ("presence", "1 hour", "a whole number of per cent from 1 to 100"),
        ("reminder", "10 votes", "a whole number of minutes from 0 to 1,440"),
        ("runtime", "9" * 200, "from 1 to 600"),
        ("pause", "²", "✅"),  # a digit after all, once it is written plainly
        ("reveal", "perhaps", "Choose among `always` (the votes, to everybody), `voted`"),
        ("hides_titles", "maybe", "“Episode titles” cannot be “\u2068maybe\u2069”."),
        ("zone", "Mars", "I do not know that time zone."),
        ("zone", "EST", "Several time zones share that abbreviation."),
        ("show", "Sailor", "No show of my catalogue is called “\u2068Sailor\u2069”."),
        ("voter_role", "nobody like that", "This server has no role like"),
        ("voter_role", "twin", "Several are called like “\u2068twin\u2069”. Choose one from the list."),
        ("voter_role", "<@&1>", "This server has no role like"),
        ("reminder_role", "@everyone", "I never mention everyone."),
        ("reminder_role", "everyone", "I never mention everyone."),
        ("announce", "<#1>", "is no text channel here that you see"),
        ("announce", "Stalls", "is no text channel here that you see"),
        ("log", "vault", "is no text channel here that you see"),
        ("log", "quiet", "I may not post in <#"),
        ("pause", "\u200b", "Name a value for “Break between episodes”, or `default` to reset it."),
    ],
)
async def test_what_a_setting_does_not_take_gets_a_sentence_and_changes_nothing(
    world: World, setting: str, typed: str, said: str
) -> None:
    mia, me = manager(world), world.guild.me
    assert me is not None
    for name in ("twin", "twin"):
        world.guild.create_role(name)
    world.guild.create_voice_channel("Stalls")
    world.guild.create_text_channel("vault", overwrites={world.guild.default_role: HIDDEN})
    mute = discord.PermissionOverwrite(send_messages=False)
    world.guild.create_text_channel("quiet", overwrites={world.guild.default_role: mute})
    await world.env.settle()

    told = await put(world, mia, setting, typed)

    assert said in told
    if said != "✅":
        assert await stored(world) == {}
        assert await logged(world) == []


async def test_the_role_of_everyone_is_no_reminder_role_by_its_id_either(world: World) -> None:
    mia = manager(world)

    for typed in (str(world.guild.id), f"<@&{world.guild.id}>"):
        assert "I never mention everyone." in await put(world, mia, "reminder_role", typed)
    assert await stored(world) == {}


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.name)
async def test_what_is_suggested_is_taken(world: World, field: object) -> None:
    mia = manager(world)
    name = getattr(field, "name", "")
    world.guild.create_role("Crew", mentionable=True)
    await world.env.settle()

    found = await mia.autocomplete(world.channel, "settings set", "value", "", setting=name)

    assert 2 <= len(found) <= 25
    for choice in (found[0], found[-1]):
        assert "Changed" in (told := await put(world, mia, name, choice["value"])) or "so already" in told


async def test_suggestions_follow_what_is_typed(world: World) -> None:
    mia = manager(world)
    world.guild.create_role("Crew", mentionable=True)
    await world.env.settle()

    async def offered(setting: str, typed: str) -> list[str]:
        found = await mia.autocomplete(world.channel, "settings set", "value", typed, setting=setting)
        return [choice["name"] for choice in found]

    assert await offered("voter_role", "cr") == ["@Crew"]
    assert await offered("voter_role", "every") == ["everybody · the default"]
    assert await offered("reminder", "37") == ["37 minutes before the start"]
    assert (await offered("reminder", "2h"))[0] == "2 hours before the start"
    assert await offered("hides_titles", "hid") == ["hidden until watched"]
    assert (await offered("zone", "berlin"))[0].startswith("Europe/Berlin · ")
    assert await offered("nothing", "") == []


async def test_without_a_setting_nothing_is_suggested(world: World) -> None:
    mia = manager(world)

    assert await mia.autocomplete(world.channel, "settings set", "value", "") == []
