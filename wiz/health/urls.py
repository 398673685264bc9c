"""Addresses for machines, answered by `wiz.health.middleware`. They stand in the list of all as well."""

from django.urls import path

from wiz.health import views

urlpatterns = [
    path("health/live", views.live, name="health_live"),
    path("health/ready", views.ready, name="health_ready"),
    path("metrics", views.metrics, name="metrics"),
]
ADDRESSES = {f"/{pattern.pattern}" for pattern in urlpatterns}
