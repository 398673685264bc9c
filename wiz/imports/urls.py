from django.urls import path

from wiz.imports import views

urlpatterns = [
    path("clienten/inlezen/", views.client_import, name="client_import"),
    path("clienten/inlezen/voorbeeld/", views.client_import_template, name="client_import_template"),
]
