"""Models as readers write them: fields and a density, without formulas."""

import numpy as np

from mlebook import Model, Positive, Real, RealVector, UnitInterval


class ReadersNormal(Model):
    """A normal distribution, without its formulas."""

    mu: Real
    sigma: Positive

    def log_density(self, x):
        """As on paper."""
        z = (x - self.mu[..., None]) / self.sigma[..., None]
        return -(z**2) / 2 - np.log(self.sigma[..., None]) - np.log(2 * np.pi) / 2


class ReadersCoin(Model):
    """A coin, without its formulas."""

    p: UnitInterval

    def log_density(self, x):
        """As on paper."""
        p = self.p[..., None]
        return np.log(np.where(x == 1, p, 1 - p))


class Line(Model):
    """A straight line through data with noise of spread 1."""

    beta: RealVector
    data_names = ("X", "y")
    data_ndims = (2, 1)

    def log_density(self, X, y):
        """The normal density of the residual, up to a constant."""
        return -((y - np.matmul(X, self.beta[..., None])[..., 0]) ** 2) / 2
