"""The archive package: a plain folder in the layout of 档发〔2012〕7号, annex 2, that proves itself.

`plan` says what goes in, `make` writes it, `check` judges one, from any machine and without a database.
"""
