namespace TherapyChain.Domain.Identity.Gs1;

/// <summary>
/// The application identifiers of the GS1 General Specifications (state of June 2026), one form of value a line:
/// numbers ; whether the length is predefined, so that no separator follows ; components (N digits, X character set 82, Y set 39, Z base64url;
/// <c>..</c> up to, <c>[ ]</c> may be absent, then checks) ; whether it is a key of GS1 Digital Link, with its qualifiers in order ; other
/// identifiers of which one must stand with it (<c>+</c>: together; n: any digit) ; what it is, in words.
/// </summary>
internal static class ApplicationIdentifierTable
{
    public const string Lines = """
        00 ; fixed ; N18,csum ; key ;  ; logistic unit (SSCC)
        01 ; fixed ; N14,csum ; key 22,10,21|235 ;  ; trade item (GTIN)
        02 ; fixed ; N14,csum ;  ; 37 ; trade items inside
        03 ; fixed ; N14,csum ;  ;  ; made-to-order trade item
        10 ; open ; X..20 ;  ; 01,02,03,8006,8026 ; lot
        11 ; fixed ; N6,yymmd0 ;  ; 01,02,03,8006,8026 ; produced
        12 ; fixed ; N6,yymmd0 ;  ; 8020 ; due
        13 ; fixed ; N6,yymmd0 ;  ; 01,02,03,8006,8026 ; packed
        15 ; fixed ; N6,yymmd0 ;  ; 01,02,03,8006,8026 ; best before
        16 ; fixed ; N6,yymmd0 ;  ; 01,02,03,8006,8026 ; sell by
        17 ; fixed ; N6,yymmd0 ;  ; 01,02,03,255,8006,8026 ; expires
        20 ; fixed ; N2 ;  ; 01,02,03,8006,8026 ; variant
        21 ; open ; X..20 ;  ; 01,03,8006 ; serial number
        22 ; open ; X..20 ;  ; 01 ; consumer product variant
        235 ; open ; X..28 ;  ; 01 ; third-party serial number
        240 ; open ; X..30 ;  ; 01,02,03,8006,8026 ; additional item number
        241 ; open ; X..30 ;  ; 01,02,03,8006,8026 ; customer part number
        242 ; open ; N..6 ;  ; 01,02,8006,8026 ; made-to-order variant
        243 ; open ; X..20 ;  ; 01,03 ; packaging component
        250 ; open ; X..30 ;  ; 01+21,03+21,8006+21 ; secondary serial number
        251 ; open ; X..30 ;  ; 01,03,8006 ; source
        253 ; open ; N13,csum [X..17] ; key ;  ; document type (GDTI)
        254 ; open ; X..20 ;  ; 414 ; extension of the location
        255 ; open ; N13,csum [N..12] ; key ;  ; coupon (GCN)
        30 ; open ; N..8 ;  ; 01,02 ; variable count
        3100-3105 3110-3115 3120-3125 3130-3135 3140-3145 3150-3155 3160-3165 3200-3205 ; fixed ; N6 ;  ; 01,02 ; measure
        3210-3215 3220-3225 3230-3235 3240-3245 3250-3255 3260-3265 3270-3275 3280-3285 ; fixed ; N6 ;  ; 01,02 ; measure
        3290-3295 ; fixed ; N6 ;  ; 01,02 ; measure
        3300-3305 3310-3315 3320-3325 3330-3335 3340-3345 3350-3355 3360-3365 ; fixed ; N6 ;  ; 00,01 ; measure
        3370-3375 ; fixed ; N6 ;  ; 01 ; measure
        3400-3405 3410-3415 3420-3425 3430-3435 3440-3445 3450-3455 3460-3465 3470-3475 ; fixed ; N6 ;  ; 00,01 ; measure
        3480-3485 3490-3495 ; fixed ; N6 ;  ; 00,01 ; measure
        3500-3505 3510-3515 3520-3525 ; fixed ; N6 ;  ; 01,02 ; measure
        3530-3535 3540-3545 3550-3555 ; fixed ; N6 ;  ; 00,01 ; measure
        3560-3565 3570-3575 3600-3605 3610-3615 ; fixed ; N6 ;  ; 01,02 ; measure
        3620-3625 3630-3635 ; fixed ; N6 ;  ; 00,01 ; measure
        3640-3645 3650-3655 3660-3665 ; fixed ; N6 ;  ; 01,02 ; measure
        3670-3675 3680-3685 3690-3695 ; fixed ; N6 ;  ; 00,01 ; measure
        37 ; open ; N..8 ;  ; 00+02,00+8026 ; count of trade items
        3900-3909 ; open ; N..15 ;  ; 255,8020 ; price or amount
        3910-3919 ; open ; N3 N..15 ;  ; 8020 ; price or amount
        3920-3929 ; open ; N..15 ;  ; 01+30,01+31nn,01+32nn,01+35nn,01+36nn ; price or amount
        3930-3939 ; open ; N3 N..15 ;  ; 30,31nn,32nn,35nn,36nn ; price or amount
        3940-3943 ; open ; N4 ;  ; 255 ; price or amount
        3950-3955 ; open ; N6 ;  ; 30,31nn,32nn,35nn,36nn ; price or amount
        400 ; open ; X..30 ;  ;  ; customer's order
        401 ; open ; X..30 ; key ;  ; consignment (GINC)
        402 ; open ; N17,csum ; key ;  ; shipment (GSIN)
        403 ; open ; X..30 ;  ; 00 ; route
        410 ; fixed ; N13,csum ;  ;  ; ship to
        411 ; fixed ; N13,csum ;  ;  ; bill to
        412 ; fixed ; N13,csum ;  ;  ; purchased from
        413 ; fixed ; N13,csum ;  ;  ; ship for
        414 ; fixed ; N13,csum ; key 254|7040 ;  ; location (GLN)
        415 ; fixed ; N13,csum ; key 8020 ; 8020 ; pay to
        416 ; fixed ; N13,csum ;  ;  ; place of production or service
        417 ; fixed ; N13,csum ; key 7040 ;  ; party (GLN)
        420 ; open ; X..20 ;  ;  ; postal code
        421 ; open ; N3 X..9 ;  ;  ; postal code with country
        422 ; open ; N3 ;  ; 01,02,03,8006,8026 ; country of origin
        423 ; open ; N3 [N3] [N3] [N3] [N3] ;  ; 01,02,03 ; countries of initial processing
        424 ; open ; N3 ;  ; 01,02,03 ; country of processing
        425 ; open ; N3 [N3] [N3] [N3] [N3] ;  ; 01,02,03 ; countries of disassembly
        426 ; open ; N3 ;  ; 01,02,03 ; country of the whole processing
        427 ; open ; X..3 ;  ; 01+422,02+422,03+422 ; subdivision of origin
        4300 4301 ; open ; X..35 ;  ; 00 ; delivery detail
        4302 ; open ; X..70 ;  ; 00 ; delivery detail
        4303 ; open ; X..70 ;  ; 4302 ; delivery detail
        4304 4305 4306 ; open ; X..70 ;  ; 00 ; delivery detail
        4307 ; open ; X2 ;  ; 00 ; delivery detail
        4308 ; open ; X..30 ;  ; 00 ; delivery detail
        4309 ; open ; N10 N10 ;  ; 00 ; delivery detail
        4310 4311 ; open ; X..35 ;  ; 00 ; delivery detail
        4312 ; open ; X..70 ;  ; 00 ; delivery detail
        4313 ; open ; X..70 ;  ; 4312 ; delivery detail
        4314 4315 4316 ; open ; X..70 ;  ; 00 ; delivery detail
        4317 ; open ; X2 ;  ; 00 ; delivery detail
        4318 ; open ; X..20 ;  ; 00 ; delivery detail
        4319 ; open ; X..30 ;  ; 00 ; delivery detail
        4320 ; open ; X..35 ;  ; 00 ; delivery detail
        4321 4322 4323 ; open ; N1 ;  ; 00 ; delivery detail
        4324 ; open ; N6,yymmd0 N4,hhmi ;  ; 00 ; not before
        4325 ; open ; N6,yymmd0 N4,hhmi ;  ; 00 ; not after
        4326 ; open ; N6,yymmdd ;  ; 00 ; released
        4330 ; open ; N6 [X1],hyphen ;  ; 00 ; highest temperature, 1/100 °F
        4331 ; open ; N6 [X1],hyphen ;  ; 00 ; highest temperature, 1/100 °C
        4332 ; open ; N6 [X1],hyphen ;  ; 00 ; lowest temperature, 1/100 °F
        4333 ; open ; N6 [X1],hyphen ;  ; 00 ; lowest temperature, 1/100 °C
        7001 ; open ; N13 ;  ; 01,02,8006,8026 ; product detail
        7002 ; open ; X..30 ;  ; 01,02 ; product detail
        7003 ; open ; N6,yymmdd N4,hhmi ;  ; 01,02,03 ; expires, with time
        7004 ; open ; N..4 ;  ; 01+10,03+10 ; product detail
        7005 ; open ; X..12 ;  ; 01,02 ; product detail
        7006 ; open ; N6,yymmdd ;  ; 01,02 ; product detail
        7007 ; open ; N6,yymmdd [N6],yymmdd ;  ; 01,02 ; product detail
        7008 ; open ; X..3 ;  ; 01,02 ; product detail
        7009 ; open ; X..10 ;  ; 01,02 ; product detail
        7010 ; open ; X..2 ;  ; 01,02,03 ; product detail
        7011 ; open ; N6,yymmdd [N4],hhmi ;  ; 01,02,03 ; test by
        7020 ; open ; X..20 ;  ; 01+416,03+416,8006+416 ; product detail
        7021 ; open ; X..20 ;  ; 01,03,8006 ; product detail
        7022 ; open ; X..20 ;  ; 01+7021,03+7021,8006+7021 ; product detail
        7023 ; open ; X..30 ;  ;  ; asset assembled from
        7030 7031 7032 7033 7034 7035 7036 7037 7038 7039 ; open ; N3 X..27 ;  ; 01,02 ; processor
        7040 ; open ; N1 X1 X1 X1 ;  ;  ; product detail
        7041 ; open ; X..4 ;  ; 00 ; product detail
        710 711 712 713 714 715 716 717 ; open ; X..20 ;  ; 01 ; national healthcare number
        7230 7231 7232 7233 7234 7235 7236 7237 7238 7239 ; open ; X2 X..28 ;  ; 01,8004 ; certificate
        7240 ; open ; X..20 ;  ; 01,8006 ; protocol
        7241 ; open ; N2 ;  ; 8017,8018 ; person detail
        7242 ; open ; X..25 ;  ; 8017,8018 ; person detail
        7250 ; open ; N8,yyyymmdd ;  ; 8018 ; born
        7251 ; open ; N8,yyyymmdd N4,hhmi ;  ; 8018 ; born, with time
        7252 ; open ; N1 ;  ; 8018 ; biological sex
        7253 7254 ; open ; X..40 ;  ; 8017,8018 ; person detail
        7255 ; open ; X..10 ;  ; 8017,8018 ; person detail
        7256 ; open ; X..90 ;  ; 8017,8018 ; person detail
        7257 ; open ; X..70 ;  ; 8018 ; person detail
        7258 ; open ; X3 ;  ; 8018+7259 ; person detail
        7259 ; open ; X..40 ;  ; 8018 ; person detail
        8001 ; open ; N4 N5 N3 N1 N1 ;  ; 01 ; product detail
        8002 ; open ; X..20 ;  ;  ; product detail
        8003 ; open ; N1,zero N13,csum [X..16] ; key ;  ; returnable asset (GRAI)
        8004 ; open ; X..30 ; key 7040 ;  ; individual asset (GIAI)
        8005 ; open ; N6 ;  ; 01,02 ; product detail
        8006 ; open ; N14,csum N4 ; key 22,10,21 ;  ; piece of a trade item (ITIP)
        8007 ; open ; X..34 ;  ; 415 ; product detail
        8008 ; open ; N6,yymmdd N2,hh [N2],mi [N2],ss ;  ; 01,02,03 ; produced, with time
        8009 ; open ; X..50 ;  ; 00,01,03 ; product detail
        8010 ; open ; Y..30 ; key 8011 ;  ; component or part (CPI)
        8011 ; open ; N..12 ;  ; 8010 ; serial number of the part
        8012 ; open ; X..20 ;  ; 01,03,8006 ; software version
        8013 ; open ; X..25 ; key ;  ; model (GMN)
        8014 ; open ; X..25 ;  ; 01 ; product detail
        8017 ; open ; N18,csum ; key 8019 ;  ; service relation of a provider (GSRN)
        8018 ; open ; N18,csum ; key 8019 ;  ; service relation of a recipient (GSRN)
        8019 ; open ; N..10 ;  ; 8017,8018 ; service relation instance
        8020 ; open ; X..25 ;  ; 415 ; payment reference
        8026 ; open ; N14,csum N4 ;  ; 37 ; product detail
        8030 ; open ; Z..90 ;  ; 00,01+21,03+21,253,255,8003,8004,8006+21,8010+8011,8017,8018 ; product detail
        8040 ; open ; N15 ;  ; 01+21 ; product detail
        8041 ; open ; N15 ;  ; 01+21+8040 ; product detail
        8042 ; open ; N32 ;  ; 01+21+8040 ; product detail
        8043 ; open ; N18 [N..2] ;  ; 01+21+8040 ; product detail
        8110 ; open ; X..70 ;  ;  ; product detail
        8111 ; open ; N4 ;  ; 255 ; product detail
        8112 ; open ; X..70 ;  ;  ; product detail
        8200 ; open ; X..70 ;  ; 01 ; product address
        90 ; open ; X..30 ;  ;  ; agreed between partners
        91-99 ; open ; X..90 ;  ;  ; internal to the company
        """;
}
