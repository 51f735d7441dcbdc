"""Single keys, and a line of text."""

from __future__ import annotations

import time
from collections.abc import Callable, Coroutine, Mapping
from typing import Any

from prompt_toolkit.application import Application
from prompt_toolkit.buffer import Buffer
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.keys import Keys
from prompt_toolkit.layout import HSplit, VSplit, Window
from prompt_toolkit.layout.controls import BufferControl, FormattedTextControl

from quizdl.cli.keyboard.screen import application, keys, styled, wrapped

LINE = {"Enter": "keep", "Esc": "leave it"}
_STILL = 0.5


def wait_key(
    meanings: Mapping[str, str],
    *,
    default: str = "",
    until: Callable[[Callable[[], None]], Coroutine[Any, Any, str]] | None = None,
    above: Callable[[], str] | None = None,
    typing: bool = False,
) -> str:
    """Waits for one of some keys.

    Args:
        meanings: key to what it does, as shown; one without words is not shown.
        default: what any other key does.
        until: something else that may happen first; its result is returned then. It is given what draws all anew.
        above: what stands above the keys, drawn in place: a text with the terminal's escape codes.
        typing: somebody was interrupted while typing: keys count once the keyboard was still for half a second.

    Returns:
        The key; `q` for Ctrl-C and Ctrl-D.
    """
    bindings = KeyBindings()
    deaf_until = time.monotonic() + _STILL if typing else 0.0

    @bindings.add("c-c")
    @bindings.add("c-d")
    def leave(event: KeyPressEvent) -> None:
        event.app.exit(result="q")

    @bindings.add(Keys.Any)
    @bindings.add("enter")
    @bindings.add("escape", eager=True)
    def press(event: KeyPressEvent) -> None:
        nonlocal deaf_until
        if time.monotonic() < deaf_until:
            deaf_until = time.monotonic() + _STILL
        elif (key := event.data.casefold()) in meanings:
            event.app.exit(result=key)
        elif default:
            event.app.exit(result=default)

    bindings.add(Keys.BracketedPaste)(lambda event: None)  # nobody means this by it
    shown = [(key, meaning) for key, meaning in meanings.items() if meaning]
    rows = [Window(FormattedTextControl(lambda: keys(*shown)), dont_extend_height=True)]
    if above:
        rows.insert(0, Window(FormattedTextControl(lambda: styled(above())), dont_extend_height=True))
    app: Application[str] = application(HSplit(rows), bindings)

    def redraw() -> None:
        app.renderer.erase()  # all of it: a verdict that differs in a few letters is not patched up from the last one
        app.invalidate()

    def watch() -> None:
        if until:
            app.create_background_task(_exit_with(app, until(redraw)))

    return app.run(pre_run=watch)


async def _exit_with(app: Application[str], happening: Coroutine[Any, Any, str]) -> None:
    try:
        result = await happening
    except ExceptionGroup as group:  # of tasks: the first that failed ended the others
        app.exit(exception=group.exceptions[0])
    except Exception as error:
        app.exit(exception=error)
    else:
        if not app.is_done:
            app.exit(result=result)


def read_line(about: str, longest: int) -> str | None:
    """A line of text; None if the person thinks better of it (Escape, Ctrl-C, Ctrl-D).

    Args:
        about: what it is for, shown above it.
        longest: what goes beyond is cut off.
    """
    bindings = KeyBindings()

    @bindings.add("enter")
    def done(event: KeyPressEvent) -> None:
        event.app.exit(result=buffer.text.strip())

    @bindings.add("escape", eager=True)
    @bindings.add("c-c")
    @bindings.add("c-d")
    def leave(event: KeyPressEvent) -> None:
        event.app.exit(result=None)

    def tidy(buffer: Buffer) -> None:
        if len(buffer.text) > longest or "\n" in buffer.text:  # something was pasted
            buffer.text = buffer.text[:longest].replace("\n", " ")

    buffer = Buffer(multiline=False, on_text_changed=tidy)
    prompt = Window(FormattedTextControl([("class:key", " > ")]), width=3, height=1)
    app: Application[str | None] = application(
        HSplit(
            [
                Window(FormattedTextControl(lambda: wrapped(about)), dont_extend_height=True),
                VSplit([prompt, Window(BufferControl(buffer), height=1)]),
                Window(FormattedTextControl(lambda: keys(*LINE.items())), dont_extend_height=True),
            ]
        ),
        bindings,
    )
    return app.run()


def pause(*, timed: bool) -> bool:
    """Hides all that is on the screen until a key is pressed; whether the drill goes on (not with Ctrl-C and Ctrl-D)."""
    bindings = KeyBindings()

    @bindings.add("c-c")
    @bindings.add("c-d")
    def leave(event: KeyPressEvent) -> None:
        event.app.exit(result=False)

    @bindings.add(Keys.Any)
    @bindings.add("enter")
    @bindings.add("escape", eager=True)
    @bindings.add("c-z")
    def go_on(event: KeyPressEvent) -> None:
        event.app.exit(result=True)

    bindings.add(Keys.BracketedPaste)(lambda event: None)
    words = f"Paused: {'the clock rests, and ' if timed else ''}the question is hidden.\nAny key goes on."
    app: Application[bool] = application(
        HSplit([Window(FormattedTextControl(lambda: "\n" + wrapped(words)))]), bindings, alone=True
    )
    return app.run()
