from django.urls import path

from wiz.caseload import views

urlpatterns = [
    path("caseload/", views.caseload, name="caseload"),
    path("caseload/uitvoer/", views.caseload_export, name="caseload_export"),
    path("caseload/weergaven/nieuw/", views.view_add, name="view_add"),
    path("caseload/weergaven/<int:pk>/", views.view_change, name="view_change"),
    path("caseload/weergaven/<int:pk>/bewaren/", views.view_overwrite, name="view_overwrite"),
    path("caseload/weergaven/<int:pk>/verwijderen/", views.view_remove, name="view_remove"),
]
