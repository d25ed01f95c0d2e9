//! What the broker counts.

base::counters! {
    /// Counters since the start of the program. Connections add to them once per turn, not once per
    /// message.
    pub struct Metrics {
        connections_accepted = "Connections that reached their CONNECT";
        connects_refused = "CONNECTs that were refused";
        connections_ended = "Connections that were let in and have ended";
        published = "PUBLISH packets received from clients";
        published_internally = "Messages published by services, rules and over HTTP";
        delivered = "PUBLISH packets sent to clients";
        dropped = "Deliveries dropped because the receiver was absent or too slow";
        denied = "PUBLISH and SUBSCRIBE packets that no policy allowed";
        receive_denied = "Deliveries that no policy allowed";
    }
}
