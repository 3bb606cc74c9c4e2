"""A walk through everything: each command, suggestion and button, and what each list holds."""

import re
from collections import Counter, deque
from collections.abc import Awaitable, Callable, Container
from functools import partial
from typing import Any

import simcord

from bot.domain.catalogue import Show
from tests import gatherings
from tests.presses import (
    CHANNEL,
    CONSENT,
    FIRST,
    LAST,
    ROLE,
    UNDOS,
    Lists,
    Press,
    choices,
    push,
    route,
    texts,
)
from tests.recipes import SUGGESTED, Recipes, commands_of, menus_of
from tests.traffic import Act, Traffic
from tests.visitor import Visitor, restore_settings, settings_of
from tests.world import World, walk


class Crawler:
    """Walks through all that the bot offers, and hands all that it sends to `traffic`."""

    def __init__(self, world: World, traffic: Traffic, *, hides: bool, alike: int) -> None:
        """`alike`: how often custom ids are pressed that differ in their numbers only."""
        self.world = world
        self.traffic = traffic
        self.show: Show = world.library.shows[0]
        places = {"voice": (world.guild.create_voice_channel("Watch room"),), "channel": (world.channel,)}
        self.recipes = Recipes(self.show, (world.tomas, world.hana), places)
        self._lists: Lists = {
            ROLE: (world.guild.create_role("Regulars"),),
            CHANNEL: (world.channel,),
        }
        self.answered: set[str] = set()
        """The commands (`/vote`) and routes (`vote:undo`) that gave more than a refusal."""
        self.refusals: list[BaseException] = []
        """What was explained to the visitor instead of done; whoever explains adds to it."""
        self._refused_before = 0
        self._as_restored = (0, -1)
        """For whom all was restored last, and which version of the database that was."""
        self._hides = hides
        self._alike = alike
        self._pressed: set[tuple[object, ...]] = set()
        self._forms: Counter[str] = Counter()
        self._queue: deque[Press] = deque()
        self._last: deque[Press] = deque()

    async def act(
        self, visitor: Visitor, act: Act, do: Callable[[], Awaitable[Any]], *, restored: bool = True
    ) -> Any:
        """Do something as the visitor, whose marks are `restored` before to what they had at first.

        So are the server's settings.
        """
        if restored:
            await self._restore(visitor)
        before = visitor.watched_now(self.world)
        self._refused_before = len(self.refusals)
        result = await do()
        safe = before | visitor.watched_now(self.world)
        hides = self._hides and settings_of(self.world).get("hides_titles") == "yes"
        self.traffic.note(act, safe, hides=hides and not act.dm)
        return result

    async def _restore(self, visitor: Visitor) -> None:
        world = self.world
        if self._as_restored != (visitor.actor.id, world.peek.version()):
            await visitor.restore(world)
            await restore_settings(world, hides=self._hides)
            self._as_restored = (visitor.actor.id, world.peek.version())

    async def commands(
        self,
        visitor: Visitor,
        *,
        most: int = 2,
        only: Container[str] = (),
        lasting: str = "",
        pressing: bool = True,
    ) -> None:
        """Use every command (or `only` some), with at most so many optional options, and press all there is.

        `lasting`: just where the option `closes` has that value.
        """
        offered = visitor.actor.available_commands(self.world.channel)
        for command in commands_of(self.world.bot.tree):
            if command.qualified_name not in offered or (only and command.qualified_name not in only):
                continue
            for options in self.recipes.invocations(command, most):
                if not lasting or options.get("closes") == lasting:
                    await gatherings.before(self.world, command.qualified_name)
                    await self.command(visitor, command.qualified_name, options)
                if pressing:
                    await self.press_all(visitor)
        for menu in menus_of(self.world.bot.tree):
            for target in (self.world.tomas, self.world.hana):
                await self._menu(visitor, menu.name, target)
        if pressing:
            await self.press_all(visitor)
        self._queue.clear()
        self._last.clear()

    async def command(self, visitor: Visitor, name: str, options: dict[str, Any]) -> None:
        """Use a command in the channel."""
        meant = {key: await self._meant(visitor, name, key, value) for key, value in options.items()}
        act = Act(f"/{name}", visitor.actor.id, str(options), typed=texts(meant))
        use = partial(visitor.actor.slash, self.world.channel, name, **meant)
        await self._take(visitor, act, await self.act(visitor, act, use))

    async def suggestions(self, visitor: Visitor, *, only: Container[str] = ()) -> None:
        """Type into every option (of `only` some commands) that makes suggestions."""
        offered = visitor.actor.available_commands(self.world.channel)
        for command in commands_of(self.world.bot.tree):
            for parameter in command.parameters if command.qualified_name in (only or offered) else ():
                if parameter.autocomplete:
                    for text in self.recipes.typed(self.show, visitor.watched):
                        await self.suggested(visitor, command.qualified_name, parameter.name, text)

    async def suggested(self, visitor: Visitor, command: str, option: str, text: str) -> list[dict[str, Any]]:
        """What an option suggests for `text`."""
        act = Act(f"/{command}", visitor.actor.id, f"{option}:{text}…", typed=(text,))
        ask = partial(visitor.actor.autocomplete, self.world.channel, command, option, text)
        return await self.act(visitor, act, ask)

    async def conversation(self, visitor: Visitor) -> None:
        """Use the commands that work there in a direct message, where no title is hidden."""
        user = visitor.actor.user
        for command in commands_of(self.world.bot.tree):
            name = command.qualified_name
            if name in user.available_commands():
                for options in self.recipes.invocations(command, 1):
                    act = Act(
                        f"/{name}", user.id, f"{options} in a direct message", typed=texts(options), dm=True
                    )
                    await self._take(
                        visitor, act, await self.act(visitor, act, partial(user.slash, name, **options))
                    )

    async def press_all(self, visitor: Visitor) -> None:
        """Press everything on the messages met so far, and on what comes of it, each thing once."""
        while self._queue or self._last:
            press = self._queue.popleft() if self._queue else self._last.popleft()
            stored = self.world.env.backend.get_message(press.message.channel_id, press.message.id)
            stored.components = press.components  # it may have been turned to another page since
            does = f"{press.custom_id} {press.values or ''}"
            act = Act(press.origin, visitor.actor.id, does, alone=press.message.ephemeral, dm=press.dm)
            undoes = route(press.custom_id).endswith(FIRST)
            result = await self.act(visitor, act, partial(push, visitor, press), restored=not undoes)
            await self._take(visitor, act, result, press=press)

    def meet(self, visitor: Visitor) -> None:
        """Look at the messages of the channel, as they are now."""
        env = self.world.env
        for message in self.world.channel.history():
            found = simcord.ResponseMessage(env, env.backend.get_message(message.channel.id, message.id))
            self._see(visitor, found, f"message {message.id}", own=False)

    async def _menu(self, visitor: Visitor, name: str, target: simcord.MemberActor) -> None:
        act = Act(f"the menu {name}", visitor.actor.id, target.name)
        open_menu = partial(visitor.actor.context_menu, self.world.channel, name, target)
        await self._take(visitor, act, await self.act(visitor, act, open_menu))

    async def _meant(self, visitor: Visitor, command: str, option: str, value: Any) -> Any:
        """The value of an option, or the first that the option suggests."""
        if value is not SUGGESTED:
            return value
        found = await self.suggested(visitor, command, option, "")
        return found[0]["value"] if found else "nothing"

    async def _take(
        self, visitor: Visitor, act: Act, result: simcord.InteractionResult, *, press: Press | None = None
    ) -> None:
        assert result.acknowledged, f"{act} was not answered"
        if result.modal is not None:
            self.answered.add(route(press.custom_id) if press else act.name)
            await self._send(visitor, act, result)
            return
        for message in filter(None, (result.response, *result.followups)):
            if len(self.refusals) == self._refused_before:
                self.answered.add(route(press.custom_id) if press else act.name)
            self._see(visitor, message, press.origin if press else str(act), own=True, dm=act.dm)

    async def _send(self, visitor: Visitor, act: Act, shown: simcord.InteractionResult) -> None:
        """Fill in a form and send it."""
        assert shown.modal is not None
        custom_id, values = str(shown.modal["custom_id"]), self.recipes.filled(shown.modal)
        actor = visitor.actor.user if act.dm else visitor.actor
        sent = Act(act.name, act.member_id, f"the form {custom_id}", act.alone, act.dm, texts(values))
        send = partial(actor.submit_modal, shown, values)
        result = await self.act(visitor, sent, send, restored=False)
        for message in filter(None, (result.response, *result.followups)):
            if len(self.refusals) == self._refused_before:
                self.answered.add(route(custom_id))
            self._see(visitor, message, act.name, own=True, dm=act.dm)

    def _see(
        self, visitor: Visitor, message: simcord.ResponseMessage, origin: str, *, own: bool, dm: bool = False
    ) -> None:
        for part in walk(message.components):
            custom_id = str(part.get("custom_id") or "")
            if not custom_id or part.get("disabled") or route(custom_id) in CONSENT:
                continue
            for values in choices(part, self._lists):
                press = Press(message, message.components, custom_id, values, origin, own, dm)
                if self._is_new(visitor, press):
                    self._enqueue(press)

    def _enqueue(self, press: Press) -> None:
        if route(press.custom_id).endswith(FIRST):
            self._queue.appendleft(press)
        elif route(press.custom_id).endswith(LAST):
            self._last.append(press)
        else:
            self._queue.append(press)

    def _is_new(self, visitor: Visitor, press: Press) -> bool:
        """Whether nothing like it was pressed: the ids of panels and polls differ by what led to them."""
        exact = re.sub(r"\d{15,}", lambda _: f"<{press.origin}>", press.custom_id)
        where = (visitor.actor.id, press.message.ephemeral, press.own, press.dm)
        key = (exact, press.values, *where)
        form = re.sub(r"\d+", "#", f"{exact} {press.values is None}") + str(where)
        if key in self._pressed or self._forms[form] >= (
            UNDOS if route(press.custom_id).endswith(FIRST) else self._alike
        ):
            return False
        self._pressed.add(key)
        self._forms[form] += 1
        return True
