# What R says of the regressions in tests/test_regression_witnesses.py: writes r.json.
#   Rscript tests/witnesses/regression/make_r.R
# Packages: jsonlite, MASS (confint of a glm, and the tables Insurance and housing), nnet, sandwich.
library(MASS)
here <- dirname(sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE)))
exactly <- glm.control(epsilon = 1e-15, maxit = 50)

# The ends of the 95 % profile intervals, each by a root of the deviance of refits.
profile_ends <- function(X, y, weights, offset, family) {
  refit <- function(j, value) {
    glm.fit(X[, -j, drop = FALSE], y, weights, offset = offset + X[, j] * value,
            family = family, control = exactly)$deviance
  }
  full <- glm.fit(X, y, weights, offset = offset, family = family, control = exactly)
  se <- sqrt(diag(chol2inv(full$qr$qr)))
  t(sapply(seq_len(ncol(X)), function(j) {
    excess <- function(value) refit(j, value) - full$deviance - qchisq(0.95, 1)
    b <- full$coefficients[j]
    c(uniroot(excess, c(b - 4 * se[j], b), tol = 1e-12)$root,
      uniroot(excess, c(b, b + 4 * se[j]), tol = 1e-12)$root)
  }))
}

report <- function(fit) {
  X <- model.matrix(fit)
  offset <- if (is.null(fit$offset)) rep(0, nrow(X)) else fit$offset
  weights <- fit$prior.weights

  mean <- predict(fit, type = "response", se.fit = TRUE)
  list(
    X = unname(X), y = unname(fit$y), weights = unname(weights), offset = unname(offset),
    beta = unname(coef(fit)), se = unname(sqrt(diag(vcov(fit)))),
    sandwich = unname(sqrt(diag(sandwich::sandwich(fit)))),
    deviance = fit$deviance, null_deviance = fit$null.deviance, log_likelihood = c(logLik(fit)),
    deviance_residuals = unname(residuals(fit)),
    pearson_residuals = unname(residuals(fit, "pearson")),
    confint = unname(suppressMessages(confint(fit))),
    profile_ends = profile_ends(X, fit$y, weights, offset, fit$family),
    mean = unname(mean$fit), mean_se = unname(mean$se.fit)
  )
}

challenger <- read.csv(file.path(here, "../../../mlebook/datasets/challenger.csv"))
aids <- read.csv(file.path(here, "../../../mlebook/datasets/aids_australia.csv"))
aids$i <- seq_len(nrow(aids))
# Twenty insects at each of six doses: how many died.
insects <- data.frame(dose = 0:5, died = c(1, 4, 9, 13, 18, 20))
insurance <- transform(Insurance, Group = factor(Group, ordered = FALSE),
                       Age = factor(Age, ordered = FALSE))

multinomial <- nnet::multinom(Sat ~ Infl + Type + Cont, data = housing, weights = Freq, Hess = TRUE,
                              reltol = 1e-16, maxit = 1000, trace = FALSE)
cars <- lm(Employed ~ ., data = longley)

answers <- list(
  R = R.version.string,
  challenger = report(glm(distress ~ temperature, binomial, challenger, control = exactly)),
  aids = report(glm(cases ~ log(i), poisson, aids, control = exactly)),
  insects = report(glm(cbind(died, 20 - died) ~ dose, binomial, insects, control = exactly)),
  insurance = report(glm(Claims ~ District + Group + Age + offset(log(Holders)), poisson, insurance,
                         control = exactly)),
  housing = list(
    X = unname(model.matrix(~ Infl + Type + Cont, housing)), y = as.integer(housing$Sat) - 1,
    weights = housing$Freq, beta = unname(coef(multinomial)),
    se = unname(sqrt(diag(solve(multinomial$Hessian)))), deviance = multinomial$deviance
  ),
  longley = list(X = unname(model.matrix(cars)), y = longley$Employed, beta = unname(coef(cars)),
                 log_likelihood = c(logLik(cars)))
)
jsonlite::write_json(answers, file.path(here, "r.json"), digits = NA, auto_unbox = TRUE, pretty = FALSE)
