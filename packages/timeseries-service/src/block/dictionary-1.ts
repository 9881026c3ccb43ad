/**
 * Text that block bodies are likely to repeat, likeliest last: names of streams and zones, what phones say, and the
 * shape texts of the usual documents. Part of the format: never change it, add another file instead.
 */

const pythonDate = '{"year":n,"month":n,"day":n,"hour":n,"minute":n,"second":n,"weekday":n,"timezone":s}';
const mongoDate = '{"hour":n,"month":n,"second":n,"weekday":n,"year":n,"timezone":s,"day":n,"minute":n}';
const point = '{"type":s,"coordinates":[nn]}';
const reference = '{"$oid":s}';
const tripEnds = `"source":s,"end_ts":n,"end_local_dt":${pythonDate},"end_fmt_time":s,"end_loc":${point},"raw_trip":${reference},"start_ts":n,"start_local_dt":${pythonDate},"start_fmt_time":s,"start_loc":${point},"duration":n,"distance":n,"start_place":${reference},"end_place":${reference}`;
const placeEnds = `"source":s,"enter_ts":n,"enter_local_dt":${mongoDate},"enter_fmt_time":s,"location":${point},"raw_places":j,"ending_trip":${reference},"starting_trip":${reference},"exit_ts":n,"exit_fmt_time":s,"exit_local_dt":${pythonDate},"duration":n`;

const fragments = [
  // Words of surveys, statistics and settings.
  '{"attr":{"id":"xmlns:jr":"http://openrosa.org/javarosa","xmlns:orx":"http://openrosa.org/xforms","instanceID":"uuid:","version":"',
  '"xmlResponse":s,"jsonDocResponse":{"data":{"match_id":s,"status":s,"DELETED","ACTIVE"',
  'TripConfirmSurveyTimeUseSurveyUserProfileSurveyAnswered',
  '"is_duty_cycling":b,"accuracy":n,"accuracy_threshold":n,"filter_time":n,"filter_distance":n,"geofence_radius":n,"trip_end_stationary_mins":n,"simulate_user_interaction":b',
  '"category":s,"protocol_id":s,"approval_date":s,"sync_interval":n,"ios_use_remote_push":b',
  '"eventType":s,"uuid":s,"major":n,"minor":n,"proximity":s,"rssi":n,REGION_ENTERREGION_EXITRANGE_UPDATE',
  '"name":s,"reading":n,"client_app_version":s,"client_os_version":s',
  '[{"labels":{},"p":},{"mode_confirm":"purpose_confirm":"replaced_mode":"}]',
  '"user_input":{},"additions":j,"inferred_section_summary":{"distance":{},"duration":{},"count":{}},"cleaned_section_summary":',
  'WALKINGBICYCLINGIN_VEHICLEAIR_OR_HSRON_FOOTSTILLUNKNOWNRUNNINGTILTINGCARBUSTRAINSUBWAYTRAMLIGHT_RAIL',
  // Names of zones.
  'AmericaEuropeAsiaAustraliaPacificAfricaAtlantic/Australia/SydneyAsia/KolkataAsia/TokyoAsia/ShanghaiAmerica/Sao_Paulo',
  'America/PhoenixAmerica/DenverAmerica/ChicagoAmerica/New_YorkAmerica/Los_AngelesEurope/BerlinEurope/ParisEurope/LondonEurope/LisbonEtc/UTCGMTUTC',
  // Names of streams.
  'inference/predictioninference/labelsmanual/demographic_surveymanual/place_addition_inputmanual/place_user_inputmanual/trip_addition_inputmanual/trip_user_inputmanual/replaced_modemanual/purpose_confirmmanual/mode_confirm',
  'config/app_ui_configconfig/consentconfig/sync_configconfig/sensor_configstats/client_errorstats/client_nav_eventstats/client_timestats/server_api_timestats/pipeline_time',
  'analysis/composite_tripanalysis/confirmed_untrackedanalysis/confirmed_placeanalysis/confirmed_tripanalysis/expected_tripanalysis/inferred_tripanalysis/inferred_labelsanalysis/inferred_section',
  'analysis/cleaned_untrackedanalysis/cleaned_stopanalysis/cleaned_sectionanalysis/cleaned_placeanalysis/cleaned_tripanalysis/smoothinganalysis/recreated_location',
  'segmentation/raw_untrackedsegmentation/raw_stopsegmentation/raw_sectionsegmentation/raw_placesegmentation/raw_trip',
  // Results.
  `"section":${reference},"deleted_points":j,"outlier_algo":s,"filtering_algo":s`,
  `"section_id":${reference},"algorithm_id":n,"predicted_mode_map":{"WALKING":n}`,
  `"trip_id":${reference},"source":s,"ending_section":${reference},"starting_section":${reference},"enter_ts":n,"enter_local_dt":${pythonDate},"enter_fmt_time":s,"enter_loc":${point},"exit_ts":n,"exit_local_dt":${pythonDate},"exit_fmt_time":s,"exit_loc":${point},"duration":n,"distance":n`,
  `${placeEnds},"cleaned_place":${reference},"user_input":{},"additions":j}}`,
  `"ble_sensed_mode":z,"trip_id":${reference},"speeds":j,"distances":j,"distance":n,"sensed_mode":n,"cleaned_section":${reference}}}`,
  `{${tripEnds},"cleaned_trip":${reference},"inferred_labels":j,"inferred_trip":${reference},"expectation":{"to_label":b},"confidence_threshold":n,"expected_trip":${reference}}}`,
  `"data":{"latitude":n,"longitude":n,"loc":${point},"ts":n,"local_dt":${pythonDate},"fmt_time":s,"altitude":n,"distance":n,"speed":n,"heading":n,"idx":n,"mode":n,"section":${reference}}}`,
  'DwellSegmentationTimeFilterDwellSegmentationDistFilterSmoothedHighConfidenceMotionSmoothedHighConfidenceMotionWithVisitTransitionsBoxplotOutlierSmoothZigzag',
  // What phones send, first as they send it.
  'local.state.waiting_for_trip_startlocal.state.ongoing_triplocal.transition.exited_geofencelocal.transition.stopped_movinglocal.transition.',
  'STATE_WAITING_FOR_TRIP_STARTSTATE_ONGOING_TRIPT_EXITED_GEOFENCET_TRIP_STARTEDT_TRIP_END_DETECTEDT_VISIT_ENDEDT_',
  '"data":{"currState":s,"transition":s,"ts":n}}"data":{"start_ts":n,"end_ts":n,"label":s}}',
  '"data":{"android_health":s,"android_plugged":s,"android_technology":s,"android_temperature":n,"android_voltage":n,"battery_level_pct":n,"battery_status":n,"ts":n}}GOODUNKNOWNLi-ion',
  '"data":{"automotive":b,"cycling":b,"running":b,"stationary":b,"unknown":b,"walking":b,"confidence":s,"confidence_level":s,"ts":n}}mediumhighlow',
  '"data":{"type":n,"confidence":n,"ts":n}}"data":{"ts":n,"confidence":n,"type":n}}',
  '"data":{"accuracy":n,"altitude":n,"bearing":n,"elapsedRealtimeNanos":n,"filter":s,"floor":n,"vaccuracy":n,"fmt_time":s,"latitude":n,"longitude":n,"sensed_speed":n,"ts":n}}',
  // The same in the common form.
  `"data":{"curr_state":n,"transition":n,"local_dt":${mongoDate},"ts":n,"fmt_time":s},`,
  `"data":{"type":n,"confidence":n,"local_dt":${mongoDate},"ts":n,"fmt_time":s},`,
  `"data":{"loc":${point},"fmt_time":s,"altitude":n,"ts":n,"longitude":n,"filter":s,"local_dt":${mongoDate},"latitude":n,"heading":n,"sensed_speed":n,"accuracy":n},`,
  `"metadata":{"write_fmt_time":s,"write_ts":n,"plugin":z,"time_zone":s,"platform":s,"write_local_dt":${mongoDate},"key":s,"read_ts":n,"type":s}}`,
  `"data":{"accuracy":n,"altitude":n,"elapsedRealtimeNanos":n,"filter":s,"fmt_time":s,"latitude":n,"longitude":n,"sensed_speed":n,"ts":n,"local_dt":${pythonDate},"loc":${point},"heading":n}}`,
  'rw-documentmessagesensor-datadistancetimePointandroidiosservernone',
  'background/bluetooth_blebackground/batterystatemachine/transitionbackground/motion_activitybackground/filtered_locationbackground/location',
  `{"_id":${reference},"user_id":{"$uuid":s},"metadata":{"key":s,"type":s,"platform":s,"write_ts":n,"read_ts":n,"time_zone":s,"plugin":s},"data":{`,
  `{"_id":${reference},"user_id":{"$uuid":s},"metadata":{"key":s,"platform":s,"read_ts":n,"time_zone":s,"type":s,"write_ts":n,"write_local_dt":${pythonDate},"write_fmt_time":s},"data":{`,
];

export const dictionaryText = fragments.join('');
