"""A Django site in one file that answers where a case stands: `python django_site.py runserver`.

The engine is built once, when the process starts, and shared by all threads of the server. A server that forks its
workers, such as `gunicorn --preload django_site:application`, builds it once for all of them.
"""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.management import execute_from_command_line
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from code_engine import CodeEngineError, Engine, parse_case

if not settings.configured:
    settings.configure(
        ALLOWED_HOSTS=["127.0.0.1", "localhost"],
        ROOT_URLCONF=__name__,
        SECRET_KEY="of-an-example-that-signs-nothing",
        MIDDLEWARE=["django.middleware.common.CommonMiddleware"],
    )

ENGINE = Engine.from_plugins()


@csrf_exempt
def evaluate(request: HttpRequest) -> HttpResponse:
    """Answer the case in the body, as of the day in the address."""
    try:
        case = parse_case(request.body.decode(), "body")
        evaluation = ENGINE.evaluate(case, as_of=date.fromisoformat(request.GET["as_of"]))
    except CodeEngineError as error:
        return JsonResponse({"problems": [str(problem) for problem in error.problems]}, status=422)
    return HttpResponse(evaluation.to_bytes(), content_type="application/json")


urlpatterns = [path("evaluate", evaluate)]
application: WSGIHandler = get_wsgi_application()

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent))
    execute_from_command_line(sys.argv)
