//! Points, boxes, outlines and the curves between them.

use super::svg::write_number;

/// A place on the drawing; y grows downwards.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct Point {
    pub(crate) x: f64,
    pub(crate) y: f64,
}

pub(crate) const fn point(x: f64, y: f64) -> Point {
    Point { x, y }
}

/// An upright box.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct Rect {
    pub(crate) left: f64,
    pub(crate) top: f64,
    pub(crate) width: f64,
    pub(crate) height: f64,
}

impl Rect {
    pub(crate) fn centered(center: Point, width: f64, height: f64) -> Self {
        Self { left: center.x - width / 2.0, top: center.y - height / 2.0, width, height }
    }

    pub(crate) fn right(self) -> f64 {
        self.left + self.width
    }

    pub(crate) fn bottom(self) -> f64 {
        self.top + self.height
    }

    pub(crate) fn center(self) -> Point {
        point(self.left + self.width / 2.0, self.top + self.height / 2.0)
    }

    pub(crate) fn moved(self, by: Point) -> Self {
        Self { left: self.left + by.x, top: self.top + by.y, ..self }
    }

    /// The smallest box around both.
    pub(crate) fn union(self, other: Self) -> Self {
        let (left, top) = (self.left.min(other.left), self.top.min(other.top));
        let (right, bottom) = (self.right().max(other.right()), self.bottom().max(other.bottom()));
        Self { left, top, width: right - left, height: bottom - top }
    }

    pub(crate) fn corners(self) -> Vec<Point> {
        let (left, top, right, bottom) = (self.left, self.top, self.right(), self.bottom());
        vec![point(left, top), point(right, top), point(right, bottom), point(left, bottom)]
    }
}

/// Returns a polygon of 32 corners close to the ellipse that fills `rect`.
pub(crate) fn ellipse(rect: Rect) -> Vec<Point> {
    let center = rect.center();
    (0..32)
        .map(|step| {
            let angle = f64::from(step) * std::f64::consts::TAU / 32.0;
            point(
                center.x + angle.cos() * rect.width / 2.0,
                center.y + angle.sin() * rect.height / 2.0,
            )
        })
        .collect()
}

/// Cuts off what a line that starts inside a convex `outline` has inside it.
pub(crate) fn clip_start(line: &mut Vec<Point>, outline: &[Point]) {
    while line.len() > 2 && contains(outline, line[1]) {
        line.remove(0);
    }
    if line.len() >= 2
        && let Some(hit) = crossing(line[1], line[0], outline)
    {
        line[0] = hit;
    }
}

/// Lets a line that starts on the outline of a box leave it at a right angle, for `length` pixels.
pub(crate) fn straighten_start(line: &mut Vec<Point>, outline: &[Point], length: f64) {
    /// No nearer to a corner than this, if the side is long enough.
    const CORNER: f64 = 10.0;
    let Some(&start) = line.first() else { return };
    let distance = |(a, b): (Point, Point)| {
        let (ex, ey) = (b.x - a.x, b.y - a.y);
        ((start.x - a.x) * ey - (start.y - a.y) * ex).abs() / ex.hypot(ey).max(1e-9)
    };
    let Some((a, b)) = sides(outline).min_by(|&p, &q| distance(p).total_cmp(&distance(q))) else {
        return;
    };
    let side = (b.x - a.x).hypot(b.y - a.y);
    if side < 1.0 {
        return;
    }
    let (ux, uy) = ((b.x - a.x) / side, (b.y - a.y) / side);
    let corner = CORNER.min(side / 2.0);
    let along = ((start.x - a.x) * ux + (start.y - a.y) * uy).clamp(corner, side - corner);
    let foot = point(a.x + ux * along, a.y + uy * along);
    line[0] = foot;
    // Outlines run clockwise on the screen, so this normal points outwards.
    line.insert(1, point(foot.x + uy * length, foot.y - ux * length));
}

fn contains(outline: &[Point], at: Point) -> bool {
    let mut is_inside = false;
    for (a, b) in sides(outline) {
        if (a.y > at.y) != (b.y > at.y) && at.x < (b.x - a.x) * (at.y - a.y) / (b.y - a.y) + a.x {
            is_inside = !is_inside;
        }
    }
    is_inside
}

/// Returns where the way from `outside` to `inside` first meets the outline.
fn crossing(outside: Point, inside: Point, outline: &[Point]) -> Option<Point> {
    let (dx, dy) = (inside.x - outside.x, inside.y - outside.y);
    let mut nearest: Option<f64> = None;
    for (a, b) in sides(outline) {
        let (ex, ey) = (b.x - a.x, b.y - a.y);
        let determinant = dx * ey - dy * ex;
        if determinant.abs() < 1e-9 {
            continue;
        }
        let along = ((a.x - outside.x) * ey - (a.y - outside.y) * ex) / determinant;
        let across = ((a.x - outside.x) * dy - (a.y - outside.y) * dx) / determinant;
        if (0.0..=1.0).contains(&along) && (-1e-9..=1.0 + 1e-9).contains(&across) {
            nearest = Some(nearest.map_or(along, |best| best.min(along)));
        }
    }
    nearest.map(|t| point(outside.x + t * dx, outside.y + t * dy))
}

fn sides(outline: &[Point]) -> impl Iterator<Item = (Point, Point)> {
    outline.iter().copied().zip(outline.iter().copied().cycle().skip(1))
}

/// Builds the `d` attribute of a path.
#[derive(Debug, Default)]
pub(crate) struct Path(String);

impl Path {
    pub(crate) fn start(at: Point) -> Self {
        Self::default().push('M', &[at])
    }

    pub(crate) fn line(self, to: Point) -> Self {
        self.push('L', &[to])
    }

    pub(crate) fn curve(self, first: Point, second: Point, to: Point) -> Self {
        self.push('C', &[first, second, to])
    }

    /// An elliptical arc that takes the short way, clockwise if `sweep` is 1.
    pub(crate) fn arc(mut self, radius: Point, sweep: u8, to: Point) -> Self {
        self.0.push('A');
        for (index, value) in
            [radius.x, radius.y, 0.0, 0.0, f64::from(sweep), to.x, to.y].into_iter().enumerate()
        {
            if index > 0 {
                self.0.push(' ');
            }
            write_number(value, &mut self.0);
        }
        self
    }

    pub(crate) fn close(mut self) -> String {
        self.0.push('Z');
        self.0
    }

    pub(crate) fn end(self) -> String {
        self.0
    }

    fn push(mut self, command: char, points: &[Point]) -> Self {
        self.0.push(command);
        for (index, at) in points.iter().enumerate() {
            if index > 0 {
                self.0.push(' ');
            }
            write_number(at.x, &mut self.0);
            self.0.push(' ');
            write_number(at.y, &mut self.0);
        }
        self
    }
}

/// Returns the path of a uniform cubic B-spline that is drawn towards `points` and meets the first
/// and the last.
pub(crate) fn smooth(points: &[Point]) -> String {
    let mix = |a: Point, b: Point, c: Point, weights: [f64; 3]| {
        let sum = weights.iter().sum::<f64>();
        point(
            (a.x * weights[0] + b.x * weights[1] + c.x * weights[2]) / sum,
            (a.y * weights[0] + b.y * weights[1] + c.y * weights[2]) / sum,
        )
    };
    let (Some(&first), Some(&last)) = (points.first(), points.last()) else { return String::new() };
    let mut path = Path::start(first);
    if points.len() > 2 {
        path = path.line(mix(first, points[1], first, [5.0, 1.0, 0.0]));
        for (index, &b) in points.iter().enumerate().skip(1) {
            let (a, c) = (points[index - 1], points.get(index + 1).copied().unwrap_or(last));
            let to = mix(a, b, c, [1.0, 4.0, 1.0]);
            path = path.curve(mix(a, b, b, [2.0, 1.0, 0.0]), mix(a, b, b, [1.0, 2.0, 0.0]), to);
        }
    }
    path.line(last).end()
}
