-- The same meaning as the executors, over the same tables. Placeholders are filled by oracle.py.
-- Evidence by the two clocks.
create table known as
select * from evidence
where held_from <= {as_of} and (recorded_on is null or recorded_on <= {known_on});

-- Dated obligations: the days on which something opens them.
create table event_days as
select distinct b.bearer, d.dated_id, e.day
from bearers b join dated d using (kind) join events e on e.bearer = b.bearer and e.name = d.event
where e.day <= {as_of}
union
select distinct b.bearer, d.dated_id, k.held_to
from bearers b join dated d using (kind) join known k on k.bearer = b.bearer and k.kind = d.event_kind
where k.held_to <= {as_of};

create table all_days as
select e.bearer, e.dated_id, e.day from event_days e join dated d using (dated_id) where not d.yearly
union
select e.bearer, e.dated_id, (e.day + to_years((y.year - year(e.day))::int))::date
from event_days e join dated d using (dated_id),
  (select unnest(range(year({first}), year({as_of}) + 1)) as year) y
where d.yearly and y.year > year(e.day);

create table obligation_days_in_force as
select a.* from all_days a join dated d using (dated_id)
where (d.from_ <= a.day and (d.to_ is null or a.day < d.to_)) or (d.is_first and a.day < d.from_);

create table obligations as
select *, {dated_due} as due_on, {dated_opened} as opened,
  coalesce(lead(day) over (partition by bearer, dated_id order by day) - 1, date '9999-12-31') as until
from obligation_days_in_force;

create table obligation_days as
select bearer, least(opened, {as_of}) as day from obligations
union select bearer, least(due_on, {as_of}) from obligations;

-- Facts on the days on which somebody asks for them.
create table moments as
select b.bearer, r.holds_first as day from bearers b join rows_ r using (kind)
union select b.bearer, r.holds_last from bearers b join rows_ r using (kind)
union select b.bearer, b.founded from bearers b where b.founded is not null
union select bearer, {as_of} from bearers
union select bearer, start from facts where start <= {as_of}
union select bearer, day from obligation_days;

create table facts_on as
select m.bearer, m.day, {fact_columns}
from moments m left join facts f on f.bearer = m.bearer and f.start <= m.day
group by m.bearer, m.day;

-- Evidence into slots.
create table hits as
select e.*, l.leaf, l.base, l.amount,
  case when e.for_period is not null
         and case when l.postponed_with is not null then list_contains(e.flags, l.postponed_with)
                  else l.counts <> 'in-period' end
       then stated.position
       else own.position - (case when l.counts = 'after-period' then 1 else 0 end) end as position
from known e
join leaves l on list_contains(l.kinds, e.kind)
 and (l.topic is null or list_contains(e.topics, l.topic))
 and (l.role is null or l.role = e.role)
 and (l.flag is null or list_contains(e.flags, l.flag))
left join periods own on own.cycle = l.cycle and e.held_from between own.start and own.finish
left join periods stated on stated.cycle = l.cycle and stated.label = e.for_period;

create table counted as
select bearer, base + position as slot,
  sum(case amount when 'hours' then coalesce(hours, 0) when 'days' then coalesce(days, 0)
                  when 'months' then coalesce(months, 0) when 'minutes' then coalesce(minutes, 0)
                  when 'metres' then coalesce(metres, 0) when 'gap' then coalesce(gap, 0)
                  else 1 end)::double as total,
  arg_max(id, (held_from, id)) as latest
from hits
where position >= 0 and coalesce({leaf_only_if}, true)
group by all;

-- The tests of each row.
create table judged_tests as
select b.bearer, t.*, r.holds_first,
  coalesce((select sum(c.total) from counted c
            where c.bearer = b.bearer and c.slot between t.first_slot and t.last_slot), 0) as counted,
  case when t.number is not null then t.number
       when t.share is not null then ceil(t.share * coalesce((select sum(c.total) from counted c
            where c.bearer = b.bearer and c.slot between t.other_first and t.other_last), 0))
       else (select arg_max(f.value, f.start) from facts f
             where f.bearer = b.bearer and f.name = t.fact and f.start <= r.holds_first) end as required,
  (select c.latest from counted c where c.bearer = b.bearer and c.slot = t.last_slot) as latest
from bearers b join rows_ r using (kind) join tests t using (row_id);

create table passes as
select *, coalesce(required is not null and not (share is not null and required = 0)
  and case when at_least then counted >= required else counted <= required end, false) as passed
from judged_tests;

create table options as
select bearer, row_id, option, bool_and(passed) as holds,
  coalesce(min(place) filter (not passed), 0) as shown
from passes group by all;

create table deciding as
select bearer, row_id, bool_or(holds) as met,
  arg_min(option, option) filter (holds) as good, min(option) as first_option
from options group by all;

create table decided as
select d.bearer, d.row_id, d.met, p.required, p.counted, p.latest, p.at_least, p.share
from deciding d
join options o on o.bearer = d.bearer and o.row_id = d.row_id
 and o.option = case when d.met then d.good else d.first_option end
join passes p on p.bearer = d.bearer and p.row_id = d.row_id and p.option = o.option
 and p.place = case when d.met then 0 else o.shown end;

-- Sources: spans merged where they touch.
create table marked as
select *, case when first <= max(last) over earlier + 1 then 0 else 1 end as opens
from coverage
window earlier as (partition by bearer, kind order by first, last
                   rows between unbounded preceding and 1 preceding);

create table islands as
select bearer, kind, min(first) as first, max(last) as last
from (select *, sum(opens) over (partition by bearer, kind order by first, last
                                 rows unbounded preceding) as island from marked)
group by bearer, kind, island;

create table uncovered as
select distinct b.bearer, t.row_id
from bearers b join rows_ r using (kind) join tests t using (row_id),
  lateral (select greatest(t.begin, coalesce(b.founded, t.begin)) as lo) low,
  lateral (select greatest(low.lo, least(r.finish, {as_of})) as hi) high
where not b.covered
  and not exists (select 1 from islands i where i.bearer = b.bearer
                  and list_contains(t.kinds, i.kind) and i.first <= low.lo and i.last >= high.hi);

-- Conditions on the first day and on the last.
create table conditions_on as
select f.bearer, c.condition, f.day, {conditions} as holds
from facts_on f, (select distinct condition from rows_ where condition >= 0) c;

create table row_conditions as
select b.bearer, r.row_id, one.holds as at_first, two.holds as at_last
from bearers b join rows_ r using (kind),
  lateral (select case when b.founded is not null and r.holds_first < b.founded
                         and b.founded <= r.holds_last then b.founded else r.holds_first end as lo) day
join conditions_on one on one.bearer = b.bearer and one.condition = r.condition and one.day = day.lo
join conditions_on two on two.bearer = b.bearer and two.condition = r.condition and two.day = r.holds_last;

create table periodic as
select b.bearer, r.rule, r.period, d.required, d.counted, r.due_on, d.latest, r.mendable,
  case
    when exists (select 1 from waivers w where w.bearer = b.bearer and w.rule = r.rule
                 and r.due_on between w.first and w.last) then 'not_applicable:waived'
    when b.founded > r.start and not (r.long_period
         and r.finish - b.founded + 1 >= {partial} * (r.finish - r.start + 1)) then 'not_applicable:founded'
    when b.dissolved <= least(r.finish, {as_of}) and not (r.long_period
         and b.dissolved - r.start >= {partial} * (r.finish - r.start + 1)) then 'not_applicable:dissolved'
    when c.at_first = false or c.at_last = false then 'not_applicable:condition'
    when d.met then 'met:'
    when d.share is not null and coalesce(d.required, 0) = 0 then 'not_applicable:nothing-held'
    when r.condition >= 0 and (c.at_first is null or c.at_last is null) then 'unknown:fact'
    when exists (select 1 from passes p where p.bearer = b.bearer and p.row_id = r.row_id
                 and p.fact is not null and p.required is null) then 'unknown:fact'
    when u.row_id is not null then 'unknown:source'
    when not d.at_least or d.share is not null then 'overdue:'
    else r.if_unmet || ':' end as verdict
from bearers b join rows_ r using (kind)
join decided d on d.bearer = b.bearer and d.row_id = r.row_id
left join uncovered u on u.bearer = b.bearer and u.row_id = r.row_id
left join row_conditions c on c.bearer = b.bearer and c.row_id = r.row_id;

-- Dated obligations: what answers them.
create table answers as
select o.bearer, o.dated_id, o.day, k.id, k.held_from,
  row_number() over (partition by o.bearer, o.dated_id, o.day order by k.held_from, k.id) as place
from obligations o join dated d using (dated_id)
join known k on k.bearer = o.bearer and list_contains(d.kinds, k.kind)
 and k.held_from between o.opened and o.until
 and (d.topic is null or list_contains(k.topics, d.topic))
 and (d.role is null or d.role = k.role) and (d.flag is null or list_contains(k.flags, d.flag))
where coalesce({dated_only_if}, true);

create table answered as
select o.bearer, o.dated_id, o.day, count(a.id) as counted,
  max(a.id) filter (a.place = d.at_least) as last
from obligations o join dated d using (dated_id)
left join answers a using (bearer, dated_id, day)
group by all;

create table dated_conditions as
select o.bearer, o.dated_id, o.day,
  count(*) filter (({dated_when}) is null) as missing,
  count(*) filter (({dated_when}) = false) as fails
from obligations o join facts_on f on f.bearer = o.bearer
 and f.day in (least(o.opened, {as_of}), least(o.due_on, {as_of}))
group by all;

create table dated_verdicts as
select o.bearer, d.rule, o.due_on, d.at_least, a.counted, a.last,
  case
    when exists (select 1 from waivers w where w.bearer = o.bearer and w.rule = d.rule
                 and w.first <= o.due_on and o.due_on <= w.last and w.last >= {as_of})
      then 'not_applicable:waived'
    when b.dissolved <= least({as_of}, o.due_on) then 'not_applicable:dissolved'
    when c.fails > 0 then 'not_applicable:condition'
    when a.counted >= d.at_least then 'met:'
    when c.missing > 0 then 'unknown:fact'
    when not b.covered and not exists (
      select 1 from islands i where i.bearer = o.bearer and list_contains(d.sources, i.kind)
        and i.first <= greatest(o.opened, coalesce(b.founded, o.opened))
        and i.last >= greatest(greatest(o.opened, coalesce(b.founded, o.opened)),
                               least(o.due_on, {as_of}))) then 'unknown:source'
    when {as_of} <= o.due_on then 'due:' else 'overdue:' end as verdict
from obligations o join dated d using (dated_id) join bearers b on b.bearer = o.bearer
join answered a on a.bearer = o.bearer and a.dated_id = o.dated_id and a.day = o.day
join dated_conditions c on c.bearer = o.bearer and c.dated_id = o.dated_id and c.day = o.day;

-- Standing duties.
create table standing_now as
select b.bearer, s.*, b.founded, b.dissolved, {standing_when} as applies, {standing_fact} as fulfilled
from bearers b join standing s using (kind)
join facts_on f on f.bearer = b.bearer and f.day = {as_of}
where s.from_ <= {as_of} and (s.to_ is null or {as_of} < s.to_);

create table standing_changes as
select s.bearer, s.standing_id, coalesce(s.founded, {as_of}) as day from standing_now s
union
select s.bearer, s.standing_id, greatest(f.start, coalesce(s.founded, {as_of}))
from standing_now s join facts f on f.bearer = s.bearer and list_contains(s.names, f.name)
where greatest(f.start, coalesce(s.founded, {as_of})) <= {as_of} and f.start <= {as_of};

create table standing_days as
select c.bearer, c.standing_id, c.day,
  coalesce(({standing_when}) and not ({standing_fact}), false) as fails
from standing_changes c join facts_on f on f.bearer = c.bearer and f.day = c.day;

create table failing as
select d.bearer, d.standing_id,
  coalesce(min(d.day) filter (l.good is null or d.day > l.good), max(d.day)) as since
from standing_days d
left join (select bearer, standing_id, max(day) filter (not fails) as good
           from standing_days group by all) l using (bearer, standing_id)
group by all;

create table standing_dues as
select *, {standing_due} as due_on from failing;

create table standing_verdicts as
select s.bearer, s.rule, f.since, f.due_on, s.founded, s.dissolved,
  (select min(w.first) from waivers w where w.bearer = s.bearer and w.rule = s.rule
   and {as_of} between w.first and w.last) as waived,
  case
    when exists (select 1 from waivers w where w.bearer = s.bearer and w.rule = s.rule
                 and {as_of} between w.first and w.last) then 'not_applicable:waived'
    when s.dissolved <= {as_of} then 'not_applicable:dissolved'
    when s.applies = false then 'not_applicable:condition'
    when s.applies is null then 'unknown:fact'
    when s.fulfilled then 'met:'
    when s.fulfilled is null then 'unknown:fact'
    when {as_of} <= f.due_on then 'due:' else 'overdue:' end as verdict
from standing_now s join standing_dues f using (bearer, standing_id);

select bearer, rule, period, split_part(verdict, ':', 1) as state,
  case when verdict in ('not_applicable:waived', 'not_applicable:founded', 'not_applicable:dissolved',
                        'not_applicable:condition') then null else required end as required,
  case when verdict in ('not_applicable:waived', 'not_applicable:founded', 'not_applicable:dissolved',
                        'not_applicable:condition') then null else counted end as counted,
  due_on,
  case split_part(verdict, ':', 1) when 'due' then true when 'overdue' then mendable end as still_possible,
  case when verdict in ('not_applicable:waived', 'not_applicable:founded', 'not_applicable:dissolved',
                        'not_applicable:condition') then null else latest end as latest,
  split_part(verdict, ':', 2) as why
from periodic
union all
select bearer, rule, strftime(due_on, '%Y-%m-%d'), split_part(verdict, ':', 1), at_least, counted, due_on,
  case when split_part(verdict, ':', 1) in ('due', 'overdue') then true end, last,
  split_part(verdict, ':', 2)
from dated_verdicts
where due_on >= {first} or split_part(verdict, ':', 1) = 'overdue'
union all
select bearer, rule,
  strftime(case when verdict = 'not_applicable:waived' then waived
                when verdict = 'not_applicable:dissolved' then dissolved
                when split_part(verdict, ':', 1) in ('due', 'overdue') then since
                else coalesce(founded, {as_of}) end, '%Y-%m-%d'),
  split_part(verdict, ':', 1), 1, (verdict = 'met:')::int,
  case when split_part(verdict, ':', 1) in ('due', 'overdue') then due_on end,
  case when split_part(verdict, ':', 1) in ('due', 'overdue') then true end, null,
  split_part(verdict, ':', 2)
from standing_verdicts
