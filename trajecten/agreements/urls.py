from django.urls import path

from trajecten.agreements import views

urlpatterns = [
    path("afspraken/<int:pk>/gedaan/", views.agreement_done, name="agreement_done"),
    path("afspraken/<int:pk>/datum/", views.agreement_move, name="agreement_move"),
    path("afspraken/<int:pk>/vervallen/", views.agreement_drop, name="agreement_drop"),
    path("afspraken/<int:pk>/herinneren/", views.agreement_remind, name="agreement_remind"),
    path("afspraken/<int:pk>/heropenen/", views.agreement_reopen, name="agreement_reopen"),
]
