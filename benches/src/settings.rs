//! What a run does, as the command line says it.

use std::time::Instant;

use mqttbytes::QoS;

use crate::process::{CpuTime, Process};
use crate::{BenchError, Result, Target};

/// What a run does. What is `None` is for the case to choose.
#[derive(Clone)]
pub struct Settings {
    /// The broker.
    pub target: Target,
    /// Id of the broker's process; without it nothing is said about CPU time and memory.
    pub pid: Option<u32>,
    /// 0 or 1.
    pub qos: Option<u8>,
    /// Deliveries; connections for the cases that send none.
    pub messages: Option<u32>,
    /// Publishers, pairs, receivers or connections.
    pub clients: Option<usize>,
    /// Subscriptions of `routing`.
    pub subscriptions: usize,
    /// Shadows of `shadow`.
    pub shadows: usize,
    /// Bytes of a payload.
    pub payload: usize,
    /// Messages of a publisher that may be under way.
    pub window: u32,
    /// Messages per second of `rate`.
    pub rate: u32,
}

impl Settings {
    /// The quality of service, of those that a case knows; the last of them is its default.
    pub(crate) fn qos(&self, known: &[u8]) -> Result<QoS> {
        let qos = self.qos.or(known.last().copied()).unwrap_or(0);
        if !known.contains(&qos) {
            return Err(BenchError::Options(format!("--qos {qos}: this case knows {known:?}")));
        }
        Ok(if qos == 0 { QoS::AtMostOnce } else { QoS::AtLeastOnce })
    }

    pub(crate) fn messages(&self, default: u32) -> u32 {
        self.messages.unwrap_or(default).max(1)
    }

    pub(crate) fn clients(&self, default: usize) -> usize {
        self.clients.unwrap_or(default).max(1)
    }

    pub(crate) fn process(&self) -> Option<Process> {
        self.pid.map(Process::new)
    }

    /// The process, for cases that are about nothing else.
    pub(crate) fn process_needed(&self) -> Result<Process> {
        self.process().ok_or_else(|| BenchError::Options("this case measures memory and needs --pid".into()))
    }
}

/// Measures from its start on.
pub struct Meter {
    process: Option<Process>,
    cpu: Option<CpuTime>,
    /// When it started.
    pub began: Instant,
}

/// What a phase took.
#[derive(Clone, Copy, Debug)]
pub struct Spent {
    /// Wall clock.
    pub seconds: f64,
    /// Broker CPU, all threads.
    pub cpu_seconds: Option<f64>,
}

impl Meter {
    /// Starts now.
    pub fn start(settings: &Settings) -> Result<Self> {
        let process = settings.process();
        Ok(Self { process, cpu: process.map(Process::cpu).transpose()?, began: Instant::now() })
    }

    /// What it took until now.
    pub fn stop(&self) -> Result<Spent> {
        let seconds = self.began.elapsed().as_secs_f64();
        let cpu = self.process.map(Process::cpu).transpose()?;
        let cpu_seconds = cpu.zip(self.cpu.as_ref()).map(|(now, then)| now.since(then));
        Ok(Spent { seconds, cpu_seconds })
    }
}
