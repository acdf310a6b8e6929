//! How long one convolution, one renewal equation and one station take. Not a whole answer.

use super::Case;
use headroom::dist::renewal::GeometricSums;
use headroom::dist::{Family, Law, Service};
use headroom::queue::mgc::{Prepared, wait_law};

const SERVERS: u32 = 4;
const BUSY: f64 = 0.8;

fn rate(work: &Service) -> f64 {
    BUSY * f64::from(SERVERS) / work.mean()
}

pub fn cases() -> Vec<Case> {
    let works = [
        ("constant", Ok(Service::constant(0.1))),
        ("exponential", Service::exponential(0.1)),
        ("lognormal", Service::lognormal(0.1, 0.25)),
        ("lognormal-4", Service::lognormal(0.1, 4.0)),
        ("gamma", Service::gamma(0.1, 0.25)),
        ("hyperexponential", Service::hyperexponential(0.1, 4.0)),
    ];
    let mut cases = Vec::new();
    for (name, work) in works {
        let work = work.expect("a law");
        let law = Law::from_service(&work);
        let mut case = |what: &str, run: Box<dyn FnMut()>| {
            cases.push(Case { run, ..Case::new("kernel", &format!("{what}-{name}"), || ()) });
        };
        let (service, other, sums) = (work.clone(), law.scale(0.7), GeometricSums::new(&law));
        case("table", Box::new(move || drop(Law::from_service(&service))));
        case("convolution", Box::new(move || drop(law.sum(&other))));
        case("renewal", Box::new(move || drop(sums.sum(BUSY))));
        let (service, own, arrivals) = (work.clone(), Law::from_service(&work), rate(&work));
        case("station", Box::new(move || drop(wait_law(arrivals, SERVERS, &service).map(|w| w.sum(&own)))));
        let (station, own) = (Prepared::new(&work, SERVERS), Law::from_service(&work));
        case("station-prepared", Box::new(move || drop(station.wait(arrivals).map(|w| w.sum(&own)))));
    }
    cases
}
