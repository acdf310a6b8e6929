//! The latency law of a service time.
//!
//! It adds no waiting; see `queue`.

use super::super::law::Law;
use super::super::service::{Family, Service};

impl Law {
    /// The law of a service time alone.
    ///
    /// # Formula
    /// Constants become atoms, mixtures mix the laws of their parts, what lies beyond the last bucket of a histogram
    /// is an atom at its bound; everything else is tabulated from its survival function.
    ///
    /// # Domain
    /// Any service law.
    ///
    /// # Accuracy
    /// Constants and the mean exact; quantiles 1e-6 for smooth laws, 1e-4 beside the bends of a histogram.
    ///
    /// ```
    /// use headroom::dist::{Law, Service};
    /// let law = Law::from_service(&Service::constant(0.2));
    /// assert_eq!(law.quantile(0.999), 0.2);
    /// ```
    pub fn from_service(service: &Service) -> Self {
        if service.mean() <= 0.0 {
            return Self::point(0.0);
        }
        match service {
            Service::Constant(law) => Self::point(law.mean()),
            Service::Mixture(mixture) => {
                let laws: Vec<(f64, Self)> =
                    mixture.parts().iter().map(|(w, law)| (*w, Self::from_service(law))).collect();
                let parts: Vec<(f64, &Self)> = laws.iter().map(|(w, law)| (*w, law)).collect();
                Self::mix(&parts)
            }
            Service::Histogram(histogram) => {
                let (top, rest) = histogram.beyond();
                if rest >= 1.0 {
                    return Self::point(top);
                }
                let kept = 1.0 - rest;
                let mean = (histogram.mean() - rest * top) / kept;
                let spread =
                    Self::starting_at(0.0, |t| (histogram.survival(t) - rest) / kept, Some(mean), top);
                Self::mix(&[(kept, &spread), (rest, &Self::point(top))])
            }
            _ if service.support().0 == 0.0 => Self::from_survivals(
                |times| service.survivals(times),
                Some(service.mean()),
                service.support().1,
            ),
            _ => {
                let (start, end) = service.support();
                Self::starting_at(
                    start,
                    |t| service.survival(start + t),
                    Some(service.mean() - start),
                    end - start,
                )
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Family, Law, Service};

    #[test]
    fn quantiles_are_those_of_the_service() {
        for service in [
            Service::gamma(0.1, 30.0).unwrap(),
            Service::hyperexponential(0.1, 100.0).unwrap(),
            Service::lognormal(0.1, 100.0).unwrap(),
            Service::erlang(0.1, 50).unwrap(),
            Service::bounded_pareto(0.01, 10.0, 1.2).unwrap(),
        ] {
            let law = Law::from_service(&service);
            for p in [0.01, 0.5, 0.9, 0.99, 0.9999] {
                let error = law.quantile(p) / service.quantile(p) - 1.0;
                // Far below the median a narrow law spans few knots, and nobody plans by its first percentile.
                let most = if p < 0.5 { 3e-4 } else { 2e-5 };
                assert!(error.abs() < most || service.quantile(p) < 1e-6, "{service:?} {p} {error:e}");
            }
            assert!((law.mean() / service.mean() - 1.0).abs() < 1e-12);
        }
    }

    #[test]
    fn constants_in_a_mixture_stay_exact() {
        let parts = vec![(0.5, Service::constant(0.1)), (0.5, Service::constant(0.2))];
        let law = Law::from_service(&Service::mixture(parts).unwrap());
        assert_eq!((law.quantile(0.5), law.quantile(0.6)), (0.1, 0.2));
    }
}
