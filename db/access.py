"""The one place that checks whether the user may do what a service does."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from sqlalchemy.orm import Session

from db.rules.access import Actor, Right, right_label
from db.rules.problems import Forbidden, Problem
from db.rules.words import _

P = ParamSpec("P")
T = TypeVar("T")
Service = Callable[Concatenate[Session, P], T]


def actor_of(session: Session) -> Actor:
    """Who works in this session; a session without a known user is our bug."""
    actor: Actor = session.info["actor"]
    return actor


def needs(right: Right, *others: Right) -> Callable[[Service[P, T]], Service[P, T]]:
    """Declares the right that a service function needs, or one of several; raises Forbidden without it."""

    def declare(service: Service[P, T]) -> Service[P, T]:
        @wraps(service)
        def checked(session: Session, /, *args: P.args, **kwargs: P.kwargs) -> T:
            actor = actor_of(session)
            if actor.rights.isdisjoint({right, *others}):
                text = _("{name} tidak berhak {right}. Mintalah kepada admin.")
                named = _(" atau ").join(right_label(one) for one in (right, *others))
                raise Forbidden([Problem(text.format(name=actor.name, right=named))])
            return service(session, *args, **kwargs)

        return checked

    return declare
