#!/bin/sh
# Ask the service of code-engine about a case, with curl: prints the evaluation.
#
#     CODE_ENGINE_KEY=… sh evaluate.sh http://127.0.0.1:8080 case.json 2025-07-15
set -eu
service=$1 case=$2 as_of=$3

{ printf '{"as_of": "%s", "case": ' "$as_of"; cat "$case"; printf '}'; } |
    curl --silent --show-error --fail-with-body --retry 5 --max-time 60 \
        --header 'Content-Type: application/json' \
        --header "Authorization: Bearer ${CODE_ENGINE_KEY:-none}" \
        --data-binary @- "$service/v1/evaluate"
