from django.urls import path

from partners.bureaus import views

urlpatterns = [
    path("bureaus/", views.bureaus, name="bureaus"),
    path("bureaus/nieuw/", views.bureau_add, name="bureau_add"),
    path("bureaus/<int:pk>/", views.bureau_change, name="bureau_change"),
    path("instrumenten/", views.instruments, name="instruments"),
]
