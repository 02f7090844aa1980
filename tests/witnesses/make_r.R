# Writes r.json: what R and its packages say about the fits that the tests compare with ours.
#
#     Rscript tests/witnesses/make_r.R
#
# Three kinds of witness:
#   "R densities"       R's own density and distribution functions, climbed by Newton's method with
#                       Richardson's differences; profile ends by uniroot
#   "MASS::fitdistr"    and "MASS::glm.nb"
#   "bbmle::mle2"       with its own profile intervals
#   "survival::survreg" for censored times
# `accuracy` is the relative error that we believe of each: that of the method, not a wish.

suppressPackageStartupMessages({
  library(MASS)
  library(bbmle)
  library(survival)
  library(numDeriv)
  library(jsonlite)
})

script <- sub("--file=", "", grep("--file=", commandArgs(FALSE), value = TRUE))
here <- dirname(normalizePath(script))
table_of <- function(name) read.csv(file.path(here, "..", "..", "mlebook", "datasets", name))

# ---------------------------------------------------------------- Data
horse_kicks <- table_of("horse_kicks.csv")
notices <- table_of("death_notices.csv")
remission <- table_of("remission.csv")

# Made up, for the tests only: concentrations of which six lie below a limit of 2, and thirty items
# that were looked at every six hours, so that only the interval of each failure is known.
measured <- c(2.3, 3.1, 4.2, 2.8, 3.6, 5.1, 2.2, 3.9, 4.7, 3.3, 2.6, 4.0, 5.8, 3.0, 2.9, 3.4)
left_censored <- list(lower = c(measured, rep(-Inf, 6)), upper = c(measured, rep(2, 6)))
looked <- c(0, 6, 12, 18, 24, 30, Inf)
failed <- c(3, 6, 8, 5, 4, 4)
interval_censored <- list(lower = rep(looked[1:6], failed), upper = rep(looked[2:7], failed))

right_censored <- list(
  lower = as.numeric(remission$sixmp_time),
  upper = ifelse(remission$sixmp_event == 1, remission$sixmp_time, Inf)
)
exactly <- function(x) list(lower = as.numeric(x), upper = as.numeric(x))

observations <- list(
  bearings = exactly(table_of("bearings.csv")$million_revolutions),
  newcomb = exactly(table_of("newcomb.csv")$deviation),
  horse_kicks = exactly(rep(horse_kicks$deaths, horse_kicks$fourteen_corps)),
  quine = exactly(quine$Days),
  death_notices = exactly(rep(notices$notices, notices$days)),
  placebo = exactly(remission$placebo_time),
  sixmp = right_censored,
  left_censored = left_censored,
  interval_censored = interval_censored
)
stored <- list(
  quine = list(
    source = "R package MASS, quine, column Days: days absent from school of 146 children",
    x = quine$Days
  ),
  setosa = list(
    source = "R package datasets, iris, the 50 rows of setosa, in cm: length and width of sepal and petal",
    x = unname(as.matrix(iris[iris$Species == "setosa", 1:4]))
  ),
  left_censored = c(source = "made up for these tests", left_censored),
  interval_censored = c(source = "made up for these tests", interval_censored)
)

# ---------------------------------------------------------------- Families
# `range` of each parameter: any number ("real"), above 0 ("positive"), between 0 and 1 ("unit").
family <- function(names, range, log_density, log_cdf = NULL) {
  list(names = names, range = range, log_density = log_density, log_cdf = log_cdf)
}
two_rates <- function(x, t) { # NaN where a weight is negative
  log(t[1] * dpois(x, t[2]) + (1 - t[1]) * dpois(x, t[3])) + 0 * sqrt(t[1] * (1 - t[1]))
}
families <- list(
  Exponential = family("rate", "positive",
    function(x, t) dexp(x, t[1], log = TRUE),
    function(x, t, lower) pexp(x, t[1], lower, log.p = TRUE)),
  Weibull = family(c("shape", "scale"), c("positive", "positive"),
    function(x, t) dweibull(x, t[1], t[2], log = TRUE),
    function(x, t, lower) pweibull(x, t[1], t[2], lower, log.p = TRUE)),
  Gamma = family(c("shape", "rate"), c("positive", "positive"),
    function(x, t) dgamma(x, t[1], t[2], log = TRUE),
    function(x, t, lower) pgamma(x, t[1], t[2], lower.tail = lower, log.p = TRUE)),
  LogNormal = family(c("mu", "sigma"), c("real", "positive"),
    function(x, t) dlnorm(x, t[1], t[2], log = TRUE),
    function(x, t, lower) plnorm(x, t[1], t[2], lower, log.p = TRUE)),
  Normal = family(c("mu", "sigma"), c("real", "positive"),
    function(x, t) dnorm(x, t[1], t[2], log = TRUE),
    function(x, t, lower) pnorm(x, t[1], t[2], lower, log.p = TRUE)),
  Cauchy = family(c("loc", "scale"), c("real", "positive"),
    function(x, t) dcauchy(x, t[1], t[2], log = TRUE)),
  StudentT = family(c("df", "loc", "scale"), c("positive", "real", "positive"),
    function(x, t) dt((x - t[2]) / t[3], t[1], log = TRUE) - log(t[3])),
  Poisson = family("rate", "positive",
    function(x, t) dpois(x, t[1], log = TRUE)),
  NegativeBinomial = family(c("size", "mu"), c("positive", "positive"),
    function(x, t) dnbinom(x, size = t[1], mu = t[2], log = TRUE)),
  Mixture = family(c("weights[0]", "rate[0]", "rate[1]"), c("unit", "positive", "positive"), two_rates)
)

# Exact where lower = upper, otherwise the probability of the interval between them.
log_likelihood <- function(family, data, t) {
  exact <- data$lower == data$upper
  right <- !exact & data$upper == Inf
  left <- !exact & data$lower %in% c(-Inf, 0)
  between <- !exact & !right & !left
  total <- sum(family$log_density(data$lower[exact], t))
  if (any(right)) total <- total + sum(family$log_cdf(data$lower[right], t, FALSE))
  if (any(left)) total <- total + sum(family$log_cdf(data$upper[left], t, TRUE))
  if (any(between)) {
    upper <- exp(family$log_cdf(data$upper[between], t, TRUE))
    total <- total + sum(log(upper - exp(family$log_cdf(data$lower[between], t, TRUE))))
  }
  total
}

# ---------------------------------------------------------------- Climbing with R's densities
# A height that is no number, outside of the range, is a very low one.
low_outside <- function(height) if (is.finite(height)) height else -1e10

# The highest point of `height` from `start`: a quasi-Newton climb, then Newton's own steps.
climb <- function(height, start, newton_steps = 4) {
  if (!length(start)) return(start)
  loss <- function(u) -low_outside(suppressWarnings(height(u)))
  slope <- function(u) grad(loss, u)
  top <- optim(start, loss, slope, method = "BFGS", control = list(reltol = 1e-15, maxit = 1000))$par
  for (i in seq_len(newton_steps)) {
    step <- tryCatch(solve(hessian(loss, top), slope(top)), error = function(e) NA)
    if (is.finite(sum(step)) && loss(top - step) < loss(top) + 1e-9) top <- top - step
  }
  top
}

# Free coordinates, which may be any number, and the derivative of the parameters by them.
to_free <- function(family, t) {
  of_each <- list(real = identity, positive = log, unit = qlogis)
  unname(mapply(function(range, value) of_each[[range]](value), family$range, t))
}
from_free <- function(family, u) {
  of_each <- list(real = identity, positive = exp, unit = plogis)
  unname(mapply(function(range, value) of_each[[range]](value), family$range, u))
}
stretch <- function(family, u) {
  of_each <- list(real = function(u) 1, positive = exp, unit = dlogis)
  unname(mapply(function(range, value) of_each[[range]](value), family$range, u))
}

# One end of the profile interval of the j-th parameter, on the side of `side`; Inf if there is none.
profile_end <- function(height, top, error, j, side) {
  with_u <- function(others, u) append(others, u, after = j - 1)
  best <- function(u, start) climb(function(others) height(with_u(others, u)), start, newton_steps = 1)
  drop <- function(u, start) {
    2 * (height(top) - height(with_u(best(u, start), u))) - qchisq(0.95, 1)
  }
  inside <- top[j]
  rest <- top[-j]
  for (i in 1:200) {
    outside <- inside + side * error / 4
    if (drop(outside, rest) > 0) {
      return(uniroot(drop, sort(c(inside, outside)), rest, tol = 1e-12)$root)
    }
    inside <- outside
    rest <- best(inside, rest)
  }
  side * Inf # fifty standard errors away, in free coordinates
}

by_densities <- function(data, name, start) {
  family <- families[[name]]
  likelihood_at <- function(t) log_likelihood(family, data, t)
  height <- function(u) likelihood_at(from_free(family, u))
  top <- climb(height, to_free(family, start))
  estimate <- from_free(family, top)
  errors <- sqrt(diag(solve(hessian(function(t) -likelihood_at(t), estimate))))
  free_errors <- errors / stretch(family, top)
  ends <- sapply(c(-1, 1), function(side) {
    sapply(seq_along(top), function(j) profile_end(height, top, free_errors[j], j, side))
  })
  ends <- matrix(ends, ncol = 2)
  list(estimate = estimate, standard_error = errors, log_likelihood = likelihood_at(estimate),
       lower = from_free(family, ends[, 1]), upper = from_free(family, ends[, 2]))
}

# ---------------------------------------------------------------- Records
records <- list()

record <- function(witness, data, model, names, accuracy, fit) {
  of_each <- c("estimate", "standard_error", "lower", "upper")
  each <- lapply(seq_along(names), function(j) {
    values <- lapply(fit[intersect(of_each, names(fit))], function(column) unname(column[j]))
    Filter(function(value) !is.na(value), values)
  })
  records[[length(records) + 1]] <<- list(
    witness = witness, data = data, model = model, accuracy = accuracy,
    log_likelihood = unname(fit$log_likelihood), parameters = setNames(each, names)
  )
}

SHARP <- list(estimate = 1e-8, standard_error = 1e-6, log_likelihood = 1e-12, interval = 1e-8)
starts <- list(
  list("bearings", "Exponential", 0.014),
  list("bearings", "Weibull", c(2, 82)),
  list("bearings", "Gamma", c(4, 0.056)),
  list("bearings", "LogNormal", c(4.1, 0.5)),
  list("bearings", "Normal", c(72, 37)),
  list("newcomb", "Normal", c(26, 11)),
  list("newcomb", "Cauchy", c(27, 3)),
  list("newcomb", "StudentT", c(2, 27, 4)),
  list("horse_kicks", "Poisson", 0.7),
  list("horse_kicks", "NegativeBinomial", c(8, 0.7)),
  list("quine", "NegativeBinomial", c(1.1, 16)),
  list("death_notices", "Poisson", 2.2),
  list("death_notices", "Mixture", c(0.36, 1.26, 2.66)),
  list("placebo", "Exponential", 0.12),
  list("sixmp", "Exponential", 0.025),
  list("sixmp", "Weibull", c(1.3, 34)),
  list("sixmp", "LogNormal", c(3.3, 1)),
  list("sixmp", "Gamma", c(1.5, 0.04)),
  list("left_censored", "Normal", c(3, 1.4)),
  list("interval_censored", "Weibull", c(1.7, 22))
)
for (row in starts) {
  fit <- by_densities(observations[[row[[1]]]], row[[2]], row[[3]])
  record("R densities", row[[1]], row[[2]], families[[row[[2]]]]$names, SHARP, fit)
}

# ---------------------------------------------------------------- MASS
CLIMBED <- list(estimate = 1e-5, standard_error = 1e-3, log_likelihood = 1e-9)
CLOSED <- list(estimate = 1e-14, standard_error = 1e-14, log_likelihood = 1e-13)

by_fitdistr <- function(data, model, density, start = NULL, order = NULL, ...) {
  x <- observations[[data]]$lower
  closed <- is.null(start)
  fit <- suppressWarnings(
    if (closed) fitdistr(x, density)
    else fitdistr(x, density, start, ...,
                   control = list(reltol = 1e-15, maxit = 5000, parscale = abs(unlist(start)),
                                  ndeps = rep(1e-4, length(start))))
  )
  order <- if (is.null(order)) seq_along(fit$estimate) else order
  record("MASS::fitdistr", data, model, families[[model]]$names, if (closed) CLOSED else CLIMBED,
         list(estimate = fit$estimate[order], standard_error = fit$sd[order],
              log_likelihood = fit$loglik))
}
by_fitdistr("bearings", "Exponential", "exponential")
by_fitdistr("placebo", "Exponential", "exponential")
by_fitdistr("bearings", "LogNormal", "lognormal")
by_fitdistr("bearings", "Normal", "normal")
by_fitdistr("newcomb", "Normal", "normal")
by_fitdistr("horse_kicks", "Poisson", "poisson")
by_fitdistr("death_notices", "Poisson", "poisson")
by_fitdistr("bearings", "Weibull", "weibull", list(shape = 2, scale = 82))
by_fitdistr("bearings", "Gamma", "gamma", list(shape = 4, rate = 0.056))
by_fitdistr("newcomb", "Cauchy", "cauchy", list(location = 27, scale = 3))
by_fitdistr("newcomb", "StudentT", "t", list(m = 27, s = 4, df = 2), order = c(3, 1, 2))
by_fitdistr("horse_kicks", "NegativeBinomial", "negative binomial", list(size = 8, mu = 0.7))
by_fitdistr("quine", "NegativeBinomial", "negative binomial", list(size = 1.1, mu = 16))

for (data in c("horse_kicks", "quine")) {
  x <- observations[[data]]$lower
  fit <- glm.nb(x ~ 1, control = glm.control(epsilon = 1e-15, maxit = 200))
  mu <- exp(coef(fit)[[1]]) # the standard error of the mean: that of its logarithm, times the mean
  record("MASS::glm.nb", data, "NegativeBinomial", c("size", "mu"),
         list(estimate = 1e-7, standard_error = 1e-5, log_likelihood = 1e-10),
         list(estimate = c(fit$theta, mu),
              standard_error = c(fit$SE.theta, mu * summary(fit)$coefficients[1, 2]),
              log_likelihood = as.numeric(logLik(fit))))
}

# ---------------------------------------------------------------- bbmle
by_mle2 <- function(data, model, start) {
  family <- families[[model]]
  x <- observations[[data]]
  loss <- function(t) -low_outside(suppressWarnings(log_likelihood(family, x, t)))
  start <- setNames(start, letters[seq_along(start)])
  parnames(loss) <- names(start)
  fit <- mle2(loss, start, vecpar = TRUE, method = "BFGS",
              control = list(reltol = 1e-15, parscale = abs(start), ndeps = 1e-5 + 0 * start))
  # An interval whose end is nowhere, or was not found, is left out.
  ends <- tryCatch(suppressWarnings(confint(profile(fit, del = 0.1))), error = function(e) NA)
  ends <- if (anyNA(ends)) matrix(NA, length(start), 2) else matrix(ends, ncol = 2)
  record("bbmle::mle2", data, model, family$names,
         list(estimate = 1e-5, standard_error = 1e-4, log_likelihood = 1e-10, interval = 1e-3),
         list(estimate = coef(fit), standard_error = sqrt(diag(vcov(fit))),
              log_likelihood = as.numeric(logLik(fit)), lower = ends[, 1], upper = ends[, 2]))
}
for (row in starts) by_mle2(row[[1]], row[[2]], row[[3]])

# ---------------------------------------------------------------- survival
by_survreg <- function(data, model, dist) {
  x <- observations[[data]]
  times <- Surv(ifelse(x$lower %in% c(-Inf, 0), NA, x$lower), ifelse(x$upper == Inf, NA, x$upper),
                type = "interval2")
  fit <- survreg(times ~ 1, dist = dist, control = list(rel.tolerance = 1e-14, maxiter = 200))
  errors <- sqrt(diag(vcov(fit)))
  a <- coef(fit)[[1]] # location of the logarithm, and of it the scale b; the rest by the delta method
  b <- fit$scale
  fitted <- switch(model,
    Exponential = list(estimate = exp(-a), standard_error = exp(-a) * errors[1]),
    Weibull = list(estimate = c(1 / b, exp(a)), standard_error = c(errors[2] / b, exp(a) * errors[1])),
    list(estimate = c(a, b), standard_error = c(errors[1], b * errors[2])))
  record("survival::survreg", data, model, families[[model]]$names,
         list(estimate = 1e-8, standard_error = 1e-8, log_likelihood = 1e-12),
         c(fitted, log_likelihood = fit$loglik[2]))
}
by_survreg("bearings", "Weibull", "weibull")
by_survreg("sixmp", "Exponential", "exponential")
by_survreg("sixmp", "Weibull", "weibull")
by_survreg("sixmp", "LogNormal", "lognormal")
by_survreg("left_censored", "Normal", "gaussian")
by_survreg("interval_censored", "Weibull", "weibull")

# ---------------------------------------------------------------- Multivariate normal
# Mean and covariance (over n), and minus the second differences of the log-likelihood at them.
x <- stored$setosa$x
n <- nrow(x)
d <- ncol(x)
upper <- upper.tri(diag(d), diag = TRUE)
normal_height <- function(t) {
  S <- matrix(0, d, d)
  S[upper] <- t[-(1:d)]
  S <- S + t(S) - diag(diag(S))
  -n * d / 2 * log(2 * pi) - n / 2 * as.numeric(determinant(S)$modulus) -
    sum(mahalanobis(x, t[1:d], S)) / 2
}
V <- cov.wt(x, method = "ML")
theta <- c(V$center, V$cov[upper])
places <- which(upper, arr.ind = TRUE) - 1
names_of <- c(sprintf("mean[%d]", 1:d - 1), sprintf("cov[%d, %d]", places[, 1], places[, 2]))
record("R densities", "setosa", "MultivariateNormal", names_of,
       list(estimate = 1e-13, standard_error = 1e-5, log_likelihood = 1e-12),
       list(estimate = theta,
            standard_error = sqrt(diag(solve(hessian(function(t) -normal_height(t), theta)))),
            log_likelihood = normal_height(theta)))

# ---------------------------------------------------------------- The file
packages <- c("MASS", "bbmle", "survival", "numDeriv", "jsonlite")
versions <- lapply(setNames(packages, packages), function(p) as.character(packageVersion(p)))
made_by <- c(list(R = paste(R.version$major, R.version$minor, sep = ".")), versions)
write(toJSON(list(made_by = made_by, data = stored, fits = records), auto_unbox = TRUE,
             digits = NA, na = "string", pretty = 1), file.path(here, "r.json"))
