"""Checks a hook with the reference implementation of Standard Webhooks: body and headers as JSON, then each secret.

Answers with the message's type; fails when the signature does not hold, or when it holds for another body or moment.
"""

import json
import sys

from standardwebhooks.webhooks import Webhook, WebhookVerificationError

hook = json.loads(sys.argv[1])
for secret in sys.argv[2:]:
    reader = Webhook(secret)
    message = reader.verify(hook["body"], hook["headers"])
    for change in (
        {"body": hook["body"].replace("case.", "Case.")},
        {"headers": hook["headers"] | {"webhook-id": "msg_other"}},
        {"headers": hook["headers"] | {"webhook-timestamp": str(int(hook["headers"]["webhook-timestamp"]) + 1)}},
    ):
        changed = hook | change
        try:
            reader.verify(changed["body"], changed["headers"])
        except WebhookVerificationError:
            continue
        sys.exit(f"holds for another message: {change}")
    print(message["type"])
