"""Making accounts, and everything by which their holders prove who they are.

Nothing here writes the journal, which stands a floor higher: `administration` does both.
"""

from mingdeng.accounts.services.activation import (
    CODE_VALID,
    CodeInvalid,
    as_groups,
    code_of,
    issue_code,
    read_code,
    redeem_code,
    release_code,
)
from mingdeng.accounts.services.entering import (
    activation_owner,
    enter_with_code,
    enter_with_password,
)
from mingdeng.accounts.services.factors import (
    FactorWrong,
    confirm_factor,
    has_factor,
    prepare_factor,
    waiting_secret,
)
from mingdeng.accounts.services.links import LinkInvalid, issue_link, redeem_link
from mingdeng.accounts.services.passwords import (
    PasswordWeak,
    PasswordWrong,
    check_password_of,
    password_is_old,
    set_password,
)
from mingdeng.accounts.services.slowing import NOBODY, TooSoon, forgive, try_once
from mingdeng.accounts.services.tokens import (
    READ,
    SCOPES,
    SENSITIVE,
    NewToken,
    TokenInvalid,
    TokenUnfit,
    is_living,
    issue_token,
    revoke_token,
    token_of,
    tokens_of,
)
from mingdeng.accounts.services.users import (
    NameUnfit,
    create_user,
    end_sessions,
    restore,
    suspend,
    tidy_name,
    user_named,
    user_of_session,
)

__all__ = [
    "CODE_VALID",
    "NOBODY",
    "READ",
    "SCOPES",
    "SENSITIVE",
    "CodeInvalid",
    "FactorWrong",
    "LinkInvalid",
    "NameUnfit",
    "NewToken",
    "PasswordWeak",
    "PasswordWrong",
    "TokenInvalid",
    "TokenUnfit",
    "TooSoon",
    "activation_owner",
    "as_groups",
    "check_password_of",
    "code_of",
    "confirm_factor",
    "create_user",
    "end_sessions",
    "enter_with_code",
    "enter_with_password",
    "forgive",
    "has_factor",
    "is_living",
    "issue_code",
    "issue_link",
    "issue_token",
    "password_is_old",
    "prepare_factor",
    "read_code",
    "redeem_code",
    "redeem_link",
    "release_code",
    "restore",
    "revoke_token",
    "set_password",
    "suspend",
    "tidy_name",
    "token_of",
    "tokens_of",
    "try_once",
    "user_named",
    "user_of_session",
    "waiting_secret",
]
